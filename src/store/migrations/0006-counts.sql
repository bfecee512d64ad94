-- What the CRM told of a list and what it listed, where that is the cause; and how an answer began that could not be used.
ALTER TABLE quarantine ADD COLUMN total INTEGER;
ALTER TABLE quarantine ADD COLUMN listed INTEGER;
ALTER TABLE quarantine ADD COLUMN excerpt TEXT;

-- total: how many items the CRM told of when the list was last read to its end; kept for lists of clients alone.
-- found: total and count of each reading of a project that did not agree, like `10 8;11 10`: then it is read again.
ALTER TABLE units ADD COLUMN total INTEGER;
ALTER TABLE units ADD COLUMN found TEXT;
