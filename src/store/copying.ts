/** How far a copy is: rows of all tables, written or read again. */
export interface CopyStep {
  readonly step: "copying" | "comparing";
  readonly table: string;
  readonly rows: number;
  readonly of: number;
}

/** What was copied; the hash is over all rows, and the same for the same content in whichever engine. */
export interface CopiedStore {
  /** Where it was and is: a file's path, or a server's address without its password. */
  readonly from: string;
  readonly to: string;
  readonly tables: number;
  readonly rows: number;
  readonly hash: string;
}
