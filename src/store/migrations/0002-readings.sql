-- Regions that the numbers of a run are tried in where their client's own fails: a JSON list, fixed before the first phones
-- are read and kept for as long as the run goes on. Null until then; runs of before had none.
ALTER TABLE runs ADD COLUMN other_regions TEXT;
UPDATE runs SET other_regions = '[]';

-- How many of the numbers that a run read needed each repair.
CREATE TABLE repairs (
  run INTEGER NOT NULL REFERENCES runs (id),
  code TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, code)
) STRICT, WITHOUT ROWID;
