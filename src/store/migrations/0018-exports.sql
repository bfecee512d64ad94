-- Exports of numbers are read off the index by number (src/store/sql/number-index.ts): it holds all that they need.
DROP INDEX IF EXISTS membership_of_number;
CREATE INDEX membership_of_number ON membership (number, source, to_run, kind);
