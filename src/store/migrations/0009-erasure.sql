-- Numbers that were erased and may not come back. mac: HMAC-SHA-256 of the number in hex; digits_mac: of the digits by which a
-- text is known that holds it, digits_length of them. Their key lies in a file outside of the database. The hints are a few bits of
-- a short keyed hash.
CREATE TABLE tombstones (
  mac TEXT NOT NULL PRIMARY KEY,
  hint INTEGER NOT NULL,
  digits_mac TEXT NOT NULL,
  digits_length INTEGER NOT NULL,
  digits_hint INTEGER NOT NULL,
  erased_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which key the tombstones are under: one row, from the first erasure on.
CREATE TABLE tombstone_key (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL
) STRICT;

-- Phone records of a run that held an erased number, and were kept without it.
ALTER TABLE runs ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;

-- Files that were written from what the store holds, so that an erasure finds them. path: absolute.
CREATE TABLE written_files (
  path TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
