-- Numbers in the pages that a run read that must not be called, and were not kept, since its source skips them.
ALTER TABLE runs ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;
