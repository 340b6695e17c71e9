CREATE TABLE duties (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  state {{text}} NOT NULL,
  cadence {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX duties_open ON duties (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE assignments (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  duty {{text}} NOT NULL,
  unit {{text}} NOT NULL,
  period {{text}} NOT NULL,
  state {{text}} NOT NULL,
  deadline {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX assignments_open ON assignments (name) WHERE to_revision = 9223372036854775807;
CREATE INDEX assignments_of_duty ON assignments (duty, period, unit)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX assignments_of_unit ON assignments (unit, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX assignments_of_period ON assignments (period, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX assignments_in_state ON assignments (state, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX assignments_due ON assignments (deadline, name)
  WHERE to_revision = 9223372036854775807;

CREATE TABLE assignment_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  voided {{int}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX assignment_events_open ON assignment_events (name)
  WHERE to_revision = 9223372036854775807;
