-- Sources made in the dashboard or by `sources add`, beside those of the config file. settings: JSON, as the file has a source's, with no
-- secret in it. secrets: sealed JSON (src/base/sealing.ts) of those that were put in; null where there are none.
CREATE TABLE made_sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  secrets TEXT,
  secrets_at TEXT,
  secrets_by TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- What was begun in the wizard and is not a source yet: kept for a week, for whom it is. content: JSON; secrets as above.
CREATE TABLE source_drafts (
  id TEXT NOT NULL PRIMARY KEY,
  who TEXT NOT NULL,
  content TEXT NOT NULL,
  secrets TEXT,
  changed_at TEXT NOT NULL
) STRICT;
