-- What a run reads, and what tells a later one what has changed. All stamps are the CRM's own, as ISO UTC with milliseconds.
-- mode: full, or incremental. since: what an incremental run asks the clients that changed with; null where it asks all.
-- swept: 1 where the list of all clients is read whole. list_began: the time by the CRM's clock from which on a change may
-- not be on the list any more. mark: null until the list of clients is read; then the newest stamp that is safe to ask
-- since in a later run, or empty where the CRM gives none.
ALTER TABLE runs ADD COLUMN mode TEXT NOT NULL DEFAULT 'full';
ALTER TABLE runs ADD COLUMN since TEXT;
ALTER TABLE runs ADD COLUMN swept INTEGER NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN list_began TEXT;
ALTER TABLE runs ADD COLUMN mark TEXT;

-- How the projects were read whose read_stamp is set: number table, rules, regions.
ALTER TABLE sources ADD COLUMN reader TEXT;

-- stamp: as last listed; null where it is unknown or too young to be trusted. read_stamp: the stamp that a client had
-- whose list of projects was read, or a project whose phones were. Where the two differ, or are null, it is to be read.
ALTER TABLE clients ADD COLUMN stamp TEXT;
ALTER TABLE clients ADD COLUMN read_stamp TEXT;
ALTER TABLE projects ADD COLUMN stamp TEXT;
ALTER TABLE projects ADD COLUMN read_stamp TEXT;
