-- ETags of the pages of closed projects, where the source keeps them: all pages of a project, or none. They are dropped
-- as soon as the project would be read in another way, so that an unchanged page means an unchanged reading.
CREATE TABLE kept_pages (
  project INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  cursor TEXT,
  etag TEXT NOT NULL,
  PRIMARY KEY (project, seq)
) STRICT, WITHOUT ROWID;
