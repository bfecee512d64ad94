-- What was handed on of a run, or should have been: a row for each delivery of the config and run.
-- state: sending (begun; where its process died, it is not known what arrived), delivered, held (the run was partial), failed.
-- files: as JSON [{name, bytes, rows, sha256}]. place and error name no secret.
CREATE TABLE deliveries (
  run INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  preset TEXT NOT NULL,
  place TEXT NOT NULL,
  state TEXT NOT NULL,
  at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  files TEXT,
  error TEXT,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
