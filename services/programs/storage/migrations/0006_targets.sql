CREATE TABLE targets (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  state {{text}} NOT NULL,
  direction {{text}} NOT NULL,
  year {{int}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX targets_open ON targets (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE target_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX target_events_open ON target_events (name)
  WHERE to_revision = 9223372036854775807;

CREATE TABLE target_reports (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX target_reports_open ON target_reports (name)
  WHERE to_revision = 9223372036854775807;
