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

-- Numbers that must not be called, of whichever source. reason: as it was given; null for none.
CREATE TABLE suppressions (
  number INTEGER PRIMARY KEY,
  since TEXT NOT NULL,
  who TEXT NOT NULL,
  reason TEXT
) STRICT;
