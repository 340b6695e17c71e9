-- Comments may hold quotes: it's "fine"; so may :colons.
CREATE TABLE things (
  id {{int}} PRIMARY KEY,
  name {{text}} NOT NULL,
  payload {{bytes}} NOT NULL
);
CREATE UNIQUE INDEX things_by_name ON things (name);
