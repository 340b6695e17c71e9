-- oldest-server: 5
ALTER TABLE categories ADD COLUMN retired {{int}} NOT NULL DEFAULT 0;
ALTER TABLE categories ADD COLUMN place {{int}} NOT NULL DEFAULT 0;

CREATE TABLE tags (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  kind {{text}} NOT NULL,
  retired {{int}} NOT NULL,
  place {{int}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX tags_open ON tags (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE periods (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  kind {{text}} NOT NULL,
  start_date {{text}} NOT NULL,
  end_date {{text}} NOT NULL,
  cut_off_date {{text}} NOT NULL,
  retired {{int}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX periods_open ON periods (name) WHERE to_revision = 9223372036854775807;

-- The years of programmes.
CREATE TABLE program_keys (
  name {{text}} NOT NULL,
  kind {{text}} NOT NULL,
  value {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  PRIMARY KEY (name, kind, value, from_revision)
);
CREATE INDEX program_keys_by_value ON program_keys (kind, value, name);
CREATE INDEX programs_by_category ON programs (category, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX programs_by_owner ON programs (owner, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX programs_by_state ON programs (state, name) WHERE to_revision = 9223372036854775807;

-- What items are filtered and ordered by. A due date that there is not is a tilde, which comes after
-- every date. Category and owner are those of the programme, which never change. Older rows are
-- filled by storage/fill_indexes.cc, an older server would leave new ones out, hence the first line.
ALTER TABLE items ADD COLUMN program {{text}} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN category {{text}} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN owner {{text}} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN baseline_due_date {{text}} NOT NULL DEFAULT '~';
ALTER TABLE items ADD COLUMN ordinal {{int}} NOT NULL DEFAULT 0;
UPDATE items SET due_date = '~' WHERE due_date IS NULL;
CREATE INDEX items_by_due ON items (due_date, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_by_baseline ON items (baseline_due_date, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_by_ordinal ON items (ordinal, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_by_change ON items (from_revision, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_program_by_due ON items (program, due_date, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_program_by_ordinal ON items (program, ordinal, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_program_by_change ON items (program, from_revision, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_state ON items (state, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_state_by_due ON items (state, due_date, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_category ON items (category, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_category_by_due ON items (category, due_date, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX items_of_owner ON items (owner, name) WHERE to_revision = 9223372036854775807;
CREATE INDEX items_secret ON items (secret, name) WHERE to_revision = 9223372036854775807;

-- The leads, coordinators and tags of items.
CREATE TABLE item_keys (
  name {{text}} NOT NULL,
  kind {{text}} NOT NULL,
  value {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  due_date {{text}} NOT NULL,
  PRIMARY KEY (name, kind, value, from_revision)
);
CREATE INDEX item_keys_by_value ON item_keys (kind, value, name);
CREATE INDEX item_keys_by_value_and_due ON item_keys (kind, value, due_date, name)
  WHERE to_revision = 9223372036854775807;
