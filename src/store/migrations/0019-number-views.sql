-- Filters of the list of numbers that people keep under a name. owner: the id of a person; query: as the page's address has it.
CREATE TABLE number_views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (owner, name)
) STRICT;
