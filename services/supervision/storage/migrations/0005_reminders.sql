-- A day that there is not is "~": it comes after every day that is asked for.
CREATE TABLE reminders (
  name {{text}} NOT NULL,
  from_revision {{int}} NOT NULL,
  to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  subject {{text}} NOT NULL,
  unit {{text}} NOT NULL,
  kind {{text}} NOT NULL,
  urging {{int}} NOT NULL,
  issued_date {{text}} NOT NULL,
  due_date {{text}} NOT NULL,
  trigger_date {{text}} NOT NULL,
  voided {{int}} NOT NULL,
  acknowledge_by {{text}} NOT NULL,
  explain_by {{text}} NOT NULL,
  noted_date {{text}} NOT NULL,
  explained_date {{text}} NOT NULL,
  PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX reminders_open ON reminders (name) WHERE to_revision = 9223372036854775807;
CREATE INDEX reminders_by_subject ON reminders (subject, name)
  WHERE to_revision = 9223372036854775807;
CREATE INDEX reminders_by_unit ON reminders (unit, name)
  WHERE to_revision = 9223372036854775807;
