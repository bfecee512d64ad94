-- What begins by itself, and when. source: its name; null for all. kind: run, sweep, retention. cron, zone: as people wrote them.
-- overlap: skip, wait. missed: once, never. jitter: seconds. handled: times up to this one are dealt with.
CREATE TABLE schedules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT,
  kind TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  overlap TEXT NOT NULL,
  missed TEXT NOT NULL,
  jitter INTEGER NOT NULL,
  is_on INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  handled TEXT NOT NULL
) STRICT;

-- How the latest times of each went. left_out: times before this one that were missed. owner: the process that took it, as JSON,
-- so that of two only one does, and another takes over what a dead one left.
CREATE TABLE schedule_turns (
  schedule INTEGER NOT NULL REFERENCES schedules (id),
  due TEXT NOT NULL,
  state TEXT NOT NULL,
  at TEXT NOT NULL,
  run INTEGER,
  left_out INTEGER NOT NULL,
  error TEXT,
  owner TEXT NOT NULL,
  PRIMARY KEY (schedule, due)
) STRICT, WITHOUT ROWID;
