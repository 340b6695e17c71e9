-- oldest-server: 4
-- What of a secret resource stands in no other column: octets that only the store reads. An older
-- server would write back an item without its milestones and the terms of its entry, hence the
-- first line.
ALTER TABLE items ADD COLUMN hidden {{bytes}};
ALTER TABLE item_events ADD COLUMN hidden {{bytes}};
