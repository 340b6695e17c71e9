CREATE TABLE categories (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  kind {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX categories_open ON categories (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE programs (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  category {{text}} NOT NULL,
  owner {{text}} NOT NULL,
  state {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX programs_open ON programs (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE items (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  state {{text}} NOT NULL,
  due_date {{text}},
  secret {{int}} NOT NULL,
  secret_title {{text}},
  secret_product {{text}},
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX items_open ON items (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE item_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  secret {{int}} NOT NULL,
  secret_reason {{text}},
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX item_events_open ON item_events (name) WHERE to_revision = 9223372036854775807;
