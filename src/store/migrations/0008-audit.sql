-- What people did with the data outside of runs: who exported, suppressed, erased, reverted. Rows are only added, each with the
-- SHA-256 of itself and of the hash before it (src/store/audit.ts); no phone number stands in them. detail: JSON.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_action ON audit (action, seq);

-- Numbers that must not be called, of whichever source. Rows are small, since there may be millions: when, by whom and why (null:
-- no reason was given) stand once for all that were added together.
CREATE TABLE suppression_acts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE TABLE suppressions (
  number INTEGER PRIMARY KEY,
  act INTEGER NOT NULL REFERENCES suppression_acts (id)
) STRICT;
