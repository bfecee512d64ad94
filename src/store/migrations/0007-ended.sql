-- Numbers that left their project, by the run that found it: for what changed between two versions. Only they are in it,
-- so that a first run writes nothing here. What came is found by the units that wrote something (src/store/sql/diff.ts).
CREATE INDEX membership_ended ON membership (source, to_run) WHERE to_run IS NOT NULL;
