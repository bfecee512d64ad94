-- Copies of this database that the program made, wherever they lie now: for --list, and for who looks for what they hold.
CREATE TABLE backups (
  path TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Of versions before this one only what is still held is kept: they cannot be asked for any more. 0: all are kept.
ALTER TABLE sources ADD COLUMN pruned_before INTEGER NOT NULL DEFAULT 0;

-- The run that read the record: its raw value may be kept for so long only. Null where an older version wrote it.
ALTER TABLE rejected ADD COLUMN run INTEGER;
