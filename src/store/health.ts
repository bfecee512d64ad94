/** What `doctor` learns of a database. */
export interface StoreHealth {
  readonly bytes: number;
  /** Of the write-ahead log: what is not yet folded into the database. */
  readonly walBytes: number;
  /** Of the schema. */
  readonly version: number;
  /** What SQLite found damaged, in its words; empty where all is well. */
  readonly damages: readonly string[];
  /** How many projects should have been read and could not, by source. */
  readonly unverified: readonly { readonly source: string; readonly projects: number }[];
  /** Where a server keeps it: its address without a password, its version, and how long it takes for the least there is to ask. */
  readonly server?: {
    readonly address: string;
    readonly version: string;
    readonly encrypted: boolean;
    readonly answersInMs: number;
  };
}
