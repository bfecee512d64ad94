/** True of a row of clients or projects that has to be read: it was never, or has changed since, or nobody knows. */
export const STALE = "(stamp IS NULL OR read_stamp IS DISTINCT FROM stamp)";

/** Of a project also where an earlier run should have read it and could not. */
export const STALE_PROJECT = `(${STALE} OR unverified_run IS NOT NULL)`;
