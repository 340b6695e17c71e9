-- oldest-server: 3
CREATE TABLE unit_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  kind {{text}} NOT NULL,
  effective_date {{text}} NOT NULL,
  voided {{int}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX unit_events_open ON unit_events (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE calendars (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX calendars_open ON calendars (name) WHERE to_revision = 9223372036854775807;

-- Who has ever named whom, and the last day on which that begins: what a reorganisation must look
-- at. Only grows, a correction leaves rows behind, which are looked at in vain. An older server
-- would write units without these rows, hence the first line.
CREATE TABLE unit_references (
  target {{text}} NOT NULL,
  unit {{text}} NOT NULL,
  last_day {{int}} NOT NULL,
  PRIMARY KEY (target, unit)
);
INSERT INTO unit_references (target, unit, last_day)
  SELECT DISTINCT parent, name, 2147483647 FROM units WHERE parent <> ''
  UNION SELECT DISTINCT led_by, name, 2147483647 FROM units WHERE led_by <> ''
  UNION SELECT DISTINCT 'code/' || code, name, 2147483647 FROM units WHERE code <> '';
