CREATE TABLE deliveries (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  outcome {{text}} NOT NULL,
  failure {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX deliveries_open ON deliveries (name) WHERE to_revision = 9223372036854775807;
CREATE INDEX deliveries_by_outcome ON deliveries (outcome, name)
  WHERE to_revision = 9223372036854775807;

-- Beside the ledger: what is still to be told, and how far the log has been read for it.
CREATE TABLE delivery_queue (
  reminder {{text}} NOT NULL PRIMARY KEY,
  revision {{int}} NOT NULL,
  recorded_us {{int}} NOT NULL,
  attempts {{int}} NOT NULL,
  ready_us {{int}} NOT NULL,
  claim {{text}} NOT NULL
);
CREATE INDEX delivery_queue_by_time ON delivery_queue (ready_us, revision);
CREATE INDEX delivery_queue_by_claim ON delivery_queue (claim) WHERE claim <> '';
CREATE TABLE delivery_progress (
  id {{int}} NOT NULL PRIMARY KEY,
  revision {{int}} NOT NULL
);
