-- What each account of a CRM was asked for in the five minutes from `slot` on (milliseconds since 1970): quotas count it.
CREATE TABLE spent (
  account TEXT NOT NULL,
  slot INTEGER NOT NULL,
  cost REAL NOT NULL,
  PRIMARY KEY (account, slot)
) STRICT, WITHOUT ROWID;

-- The account that a source was last read from.
CREATE TABLE accounts (
  source INTEGER PRIMARY KEY REFERENCES sources (id),
  account TEXT NOT NULL
) STRICT;
