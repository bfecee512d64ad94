-- What a pass over all that is held counted: one row a source, 0 for all of them together. stamp: names the state that was counted;
-- where it is another now, it is counted anew. data: JSON without numbers or names.
CREATE TABLE summaries (
  source INTEGER PRIMARY KEY,
  stamp TEXT NOT NULL,
  at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

-- How many records without a number a source held after a run, by reason.
CREATE TABLE reject_counts (
  run INTEGER NOT NULL REFERENCES runs (id),
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, reason)
) STRICT, WITHOUT ROWID;
