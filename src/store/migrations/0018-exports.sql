-- Exports of numbers are read off the index by number (src/store/sql/number-index.ts): it holds all that they need.
DROP INDEX IF EXISTS membership_of_number;
CREATE INDEX membership_of_number ON membership (number, source, to_run, kind);

-- Files that people had made in the dashboard. asked: JSON of what was asked for; files: JSON of what was written; error: JSON.
CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  who TEXT NOT NULL,
  asked TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  expires_at TEXT,
  rows INTEGER NOT NULL DEFAULT 0,
  suppressed INTEGER NOT NULL DEFAULT 0,
  placeholders INTEGER NOT NULL DEFAULT 0,
  files TEXT,
  error TEXT
) STRICT;
CREATE INDEX exports_by_time ON exports (created_at, id);

-- Up to which run a person has taken what is new: of a selection of sources (JSON of names, [] for all), of numbers or pairs.
CREATE TABLE export_marks (
  person TEXT NOT NULL,
  sources TEXT NOT NULL,
  kind TEXT NOT NULL,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (person, sources, kind)
) STRICT, WITHOUT ROWID;

-- Choices of columns, filter and format under a name; asked: JSON.
CREATE TABLE export_presets (
  name TEXT PRIMARY KEY,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  asked TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was added last comes first in the list of numbers that must not be called.
CREATE INDEX suppressions_of_act ON suppressions (act, number);
