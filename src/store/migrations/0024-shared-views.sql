-- Kept filters that everybody sees; who made one still owns it. who: as people know them.
ALTER TABLE number_views ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE number_views ADD COLUMN who TEXT NOT NULL DEFAULT '';
