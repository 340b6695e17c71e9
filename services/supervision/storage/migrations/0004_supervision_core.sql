-- What the lists of a year and the filters compare. Rows recorded before get what can be said of
-- them: the year of their plan, and the step of their conclusion.
ALTER TABLE engagements ADD COLUMN year {{int}} NOT NULL DEFAULT 0;
ALTER TABLE engagements ADD COLUMN step {{text}} NOT NULL DEFAULT '';
ALTER TABLE engagements ADD COLUMN tags {{text}} NOT NULL DEFAULT '';
UPDATE engagements SET year = COALESCE(
  (SELECT MIN(plans.year) FROM plans WHERE plans.name = engagements.plan), 0);
UPDATE engagements SET step = 'CONCLUSION' WHERE state = 'CONCLUDED';
CREATE INDEX engagements_by_year ON engagements (year, name);

CREATE TABLE plan_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX plan_events_open ON plan_events (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE engagement_events (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX engagement_events_open ON engagement_events (name)
  WHERE to_revision = 9223372036854775807;

CREATE TABLE checklists (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX checklists_open ON checklists (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE dossiers (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX dossiers_open ON dossiers (name) WHERE to_revision = 9223372036854775807;

CREATE TABLE recommendations (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  unit {{text}} NOT NULL,
  state {{text}} NOT NULL,
  outcome {{text}} NOT NULL,
  deadline {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX recommendations_open ON recommendations (name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX recommendations_by_deadline ON recommendations (deadline, name)
  WHERE to_revision = 9223372036854775807;
