-- What admins set in the dashboard, by its name. value: JSON.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers of the service that are given again. name, asked: hashes of who asked with which key, and for what.
CREATE TABLE kept_answers (
  name TEXT PRIMARY KEY,
  asked TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT,
  ends TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Clients whose losses are no news. source: its name; client: the CRM's id; ends: null for good.
CREATE TABLE set_aside (
  source TEXT NOT NULL,
  client TEXT NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  ends TEXT,
  PRIMARY KEY (source, client)
) STRICT, WITHOUT ROWID;

-- Schedules that stand in the config file. terms: what of it makes a schedule the one that it was before.
CREATE TABLE file_schedules (
  schedule INTEGER PRIMARY KEY,
  terms TEXT NOT NULL
) STRICT;
