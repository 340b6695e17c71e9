CREATE TABLE requirements (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX requirements_open ON requirements (name)
  WHERE to_revision = 9223372036854775807;

CREATE TABLE plans (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  unit {{text}} NOT NULL,
  year {{int}} NOT NULL,
  state {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX plans_open ON plans (name) WHERE to_revision = 9223372036854775807;
CREATE UNIQUE INDEX plans_by_unit ON plans (unit, year) WHERE to_revision = 9223372036854775807;
CREATE INDEX plans_by_year ON plans (year, name);

CREATE TABLE engagements (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  plan {{text}} NOT NULL,
  unit {{text}} NOT NULL,
  kind {{text}} NOT NULL,
  state {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX engagements_open ON engagements (name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX engagements_by_plan ON engagements (plan, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX engagements_by_unit ON engagements (unit, name)
  WHERE to_revision = 9223372036854775807;
