import type { PastProject, PastSource, PastVersion } from "../model/legacy.ts";
import type { AuditDetail } from "./audit.ts";

/** Puts a past that another tool kept before the first run of a source. */
export interface PastPort {
  /**
   * Begins an import of these versions, oldest first, in one transaction: the connection does nothing else meanwhile. Throws
   * IMPORT_REFUSED where the source has a run already: versions are in the order of their runs, so none can come before it, nor one before a
   * later one of another source;
   * TOMBSTONE_KEY. Numbers that were erased stay out.
   */
  begin(source: PastSource, versions: readonly PastVersion[]): PastImport;
}

/** The past of a source, on its way into a store. */
export interface PastImport {
  /** Every project once, in any order. */
  addProject(project: PastProject): void;
  /** Keeps it, noted in the audit log with this detail. Returns the runs that the versions have become, oldest first. */
  finish(detail: AuditDetail): number[];
  /** Nothing is kept. */
  undo(): void;
}
