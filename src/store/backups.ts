/** What a copy of the store was made for. */
export type BackupKind = "manual" | "before-migration" | "before-restore";

/** A copy of the store that this program made, as it is on its list: it may be gone or lie elsewhere by now. */
export interface KnownBackup {
  /** Absolute. */
  readonly path: string;
  /** ISO UTC. */
  readonly at: string;
  readonly bytes: number;
  /** Of the file, as hex; null where it was not reckoned. */
  readonly sha256: string | null;
  readonly kind: BackupKind;
}

/** Which copies were made. */
export interface BackupList {
  /** Newest first. */
  list(): KnownBackup[];
  /** Enters a copy; it takes the place of an earlier one of the same path. */
  note(backup: KnownBackup): void;
}

/** For whom a backup is encrypted in the format of age: for these recipients (`age1...`), or with a passphrase. */
export type Sealing = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/** What opens an encrypted backup: identities (`AGE-SECRET-KEY-1...`), or a passphrase. */
export type Keys = { readonly identities: readonly string[] } | { readonly passphrase: string };

/** What a backup file asks of who wants to read it; `none`: it is not encrypted. */
export type BackupLock = "none" | "identity" | "passphrase";

/** What a backup does, and how much of it is done, from 0 to 1. */
export interface BackupProgress {
  readonly step: "copy" | "check" | "write" | "read";
  readonly done: number;
}

export interface BackupOptions {
  /** Null: not encrypted. */
  readonly sealing: Sealing | null;
  /** Takes the place of a file that exists. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** A backup that was made. */
export interface BackupMade extends KnownBackup {
  readonly encrypted: boolean;
  readonly compressed: boolean;
  /** Of the database inside. */
  readonly databaseBytes: number;
}

/** What a database holds, to be seen before it takes the place of another one. */
export interface StoreFacts {
  /** Of the schema. */
  readonly version: number;
  readonly runs: number;
  readonly sources: readonly string[];
  /** The newest run, and when it began (ISO UTC); null where there is none. */
  readonly newest: { readonly run: number; readonly source: string; readonly startedAt: string } | null;
  readonly bytes: number;
}

/** A backup that was unpacked beside the database and found sound; nothing is replaced yet. */
export interface PreparedRestore {
  readonly backup: StoreFacts;
  /** What would be replaced; null where there is no database, `"damaged"` where it cannot be read. */
  readonly current: StoreFacts | "damaged" | null;
  /**
   * Puts the backup in the database's place. Rejects RUN_ACTIVE while a run goes on, STORE_FAILED while another process has
   * the database open; then all is as it was.
   */
  commit(): Promise<Restored>;
  /** Forgets it: nothing was changed. */
  discard(): void;
}

export interface Restored {
  /** Where the database that was replaced lies now; null where there was none. */
  readonly kept: string | null;
}

/** Copies of the store: made while runs go on, and brought back. */
export interface StoreBackups {
  /** Newest first; empty where there is no database, or one of an older version. */
  list(): KnownBackup[];
  /**
   * Writes a copy of the store as it is at one moment, checks it, and puts it in its place whole or not at all, for its owner
   * alone to read. Names ending in `.gz` or `.gz.age` are compressed. Rejects USAGE where the file exists and may not be
   * replaced, STORE_MISSING, STORE_DAMAGED.
   */
  create(file: string, options: BackupOptions): Promise<BackupMade>;
  /** How a backup file is locked. Rejects BACKUP_INVALID where it cannot be read or is no backup. */
  lockOf(file: string): Promise<BackupLock>;
  /** Unpacks a backup beside the database and checks it. Rejects BACKUP_INVALID, STORE_NEWER, STORE_FOREIGN. */
  prepare(
    file: string,
    keys: Keys | null,
    options: Pick<BackupOptions, "signal" | "onProgress">,
  ): Promise<PreparedRestore>;
}
