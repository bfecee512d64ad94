-- Ids of ours are integers; ids of the CRM are text, so that none is rounded. Times are ISO UTC.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  connector TEXT NOT NULL,
  base_url TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Numbered globally, never reused: a run is a version of its source.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES sources (id),
  status TEXT NOT NULL,
  scope TEXT NOT NULL,
  reader TEXT NOT NULL,
  owner TEXT NOT NULL,
  started_at TEXT NOT NULL,
  heartbeat_at TEXT NOT NULL,
  ended_at TEXT,
  error TEXT,
  records INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0,
  retries INTEGER NOT NULL DEFAULT 0,
  throttled INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  totals TEXT
) STRICT;
CREATE INDEX runs_of_source ON runs (source, id);

CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (id),
  crm_id TEXT NOT NULL,
  name TEXT NOT NULL,
  country TEXT,
  listed_run INTEGER NOT NULL,
  gone_run INTEGER,
  UNIQUE (source, crm_id)
) STRICT;

-- set_hash names what the project held when it was last closed; equal means that nothing has to be written.
-- unverified_run is the run that should have read the project and could not; reading it clears it.
CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (id),
  client INTEGER NOT NULL REFERENCES clients (id),
  crm_id TEXT NOT NULL,
  name TEXT NOT NULL,
  listed_run INTEGER NOT NULL,
  confirmed_run INTEGER,
  gone_run INTEGER,
  unverified_run INTEGER,
  set_hash BLOB,
  records INTEGER NOT NULL DEFAULT 0,
  numbers INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, crm_id)
) STRICT;
CREATE INDEX projects_of_client ON projects (client);

-- What a number is by its plan. Few rows: a membership names one of them.
CREATE TABLE number_kinds (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  type TEXT NOT NULL,
  UNIQUE (region, type)
) STRICT;

-- A number was in a project from the version from_run on, and no more in version to_run (null: still there).
-- number: the digits of E.164 with calling code; up to 17 digits, so read with 64-bit integers.
-- Clustered by project, so that closing one writes pages side by side. The way back, by number, is an index that
-- a source's first run does without and builds at its end (src/store/sql/number-index.ts).
CREATE TABLE membership (
  source INTEGER NOT NULL,
  project INTEGER NOT NULL,
  number INTEGER NOT NULL,
  from_run INTEGER NOT NULL,
  to_run INTEGER,
  kind INTEGER NOT NULL REFERENCES number_kinds (id),
  label TEXT,
  contact TEXT,
  PRIMARY KEY (project, number, from_run)
) STRICT, WITHOUT ROWID;

-- Records of open projects that gave no number, as they were when the project was last closed.
CREATE TABLE rejected (
  project INTEGER NOT NULL,
  position INTEGER NOT NULL,
  record TEXT NOT NULL,
  raw TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (project, position)
) STRICT, WITHOUT ROWID;

-- The work list of a run. ref is the client (kind projects) or project (kind phones), 0 for the list of clients.
CREATE TABLE units (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id),
  kind TEXT NOT NULL,
  ref INTEGER NOT NULL,
  state TEXT NOT NULL,
  cursor TEXT,
  pages INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run, kind, ref)
) STRICT;
CREATE INDEX units_due ON units (run, kind, id) WHERE state = 'due';
CREATE INDEX units_of_ref ON units (kind, ref, run);

-- Pages of lists that are not closed yet, so that a resumed run reads none twice; dropped at closing.
CREATE TABLE pages (
  unit INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  cursor TEXT,
  etag TEXT,
  next TEXT,
  records INTEGER NOT NULL,
  numbers BLOB NOT NULL,
  extra TEXT,
  PRIMARY KEY (unit, seq)
) STRICT;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  unit INTEGER NOT NULL,
  kind TEXT NOT NULL,
  ref INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_of_run ON quarantine (run);
