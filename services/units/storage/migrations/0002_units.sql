CREATE TABLE units (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  side {{text}} NOT NULL,
  kind {{text}} NOT NULL,
  parent {{text}} NOT NULL,
  led_by {{text}} NOT NULL,
  code {{text}} NOT NULL,
  state {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX units_open ON units (name) WHERE to_revision = 9223372036854775807;
CREATE INDEX units_by_parent ON units (parent, name) WHERE to_revision = 9223372036854775807;
