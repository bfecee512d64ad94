-- What pages show of a run beside its counts. None of it holds a whole phone number or a secret.

-- Who asked for the run (null: the command line did), and the settings of its source as JSON, as they were when it began.
CREATE TABLE run_origins (
  run INTEGER NOT NULL REFERENCES runs (id),
  who TEXT,
  settings TEXT NOT NULL,
  PRIMARY KEY (run)
) STRICT, WITHOUT ROWID;

-- Its log. level: 20 debug, 30 info, 40 warn, 50 error; told: the text as JSON {key, params}, to be said in any language.
CREATE TABLE run_lines (
  run INTEGER NOT NULL REFERENCES runs (id),
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  level INTEGER NOT NULL,
  code TEXT,
  text TEXT NOT NULL,
  told TEXT,
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

-- How fast it went, over all its sessions, as JSON.
CREATE TABLE run_speeds (
  run INTEGER NOT NULL REFERENCES runs (id),
  points TEXT NOT NULL,
  PRIMARY KEY (run)
) STRICT, WITHOUT ROWID;

-- What the service works on: rows are there while it does, and where it ended with them unfinished.
CREATE TABLE service_runs (
  source TEXT NOT NULL,
  run INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (source)
) STRICT, WITHOUT ROWID;
