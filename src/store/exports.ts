/** `expired`: its files were deleted, since they were old. `cancelled`: somebody stopped it. */
export const EXPORT_STATES = ["waiting", "writing", "ready", "failed", "expired", "cancelled"] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** A file as it was written. */
export interface WrittenFile {
  /** Without a folder. */
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

/** What went wrong; `told` is a text of the message table as JSON where it is one. */
export interface ExportFault {
  readonly code: string;
  readonly message: string;
  readonly told: string | null;
}

/** An export that somebody asked the service for. Times are ISO UTC. */
export interface ExportRecord {
  readonly id: string;
  /** Who asked, by id, and as the audit log names them. */
  readonly person: string;
  readonly who: string;
  /** JSON of what was asked for. */
  readonly asked: string;
  readonly state: ExportState;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** When its files are deleted; null until they are there. */
  readonly expiresAt: string | null;
  readonly rows: number;
  /** Rows of numbers that must not be called, left out or not. */
  readonly suppressed: number;
  /** Rows that were left out, since they look like placeholders. */
  readonly placeholders: number;
  readonly files: readonly WrittenFile[];
  readonly error: ExportFault | null;
}

/** What a person took of what is new: all up to this run. */
export interface ExportMark {
  readonly person: string;
  /** Names, sorted; empty for all. */
  readonly sources: readonly string[];
  readonly kind: "numbers" | "pairs";
  readonly run: number;
  readonly at: string;
}

export interface ExportPreset {
  readonly name: string;
  readonly who: string;
  readonly at: string;
  /** JSON. */
  readonly asked: string;
}

/** The reading side of exports that the service makes. */
export interface ExportReader {
  /** Newest first; those made before the one at this place, which is another's `createdAt` and id. */
  list(before: readonly [createdAt: string, id: string] | null, limit: number): ExportRecord[];
  find(id: string): ExportRecord | null;
  /** Oldest first. */
  inState(states: readonly ExportState[]): ExportRecord[];
  mark(person: string, sources: readonly string[], kind: ExportMark["kind"]): ExportMark | null;
  /** By name. */
  presets(): ExportPreset[];
}

/** Exports that the service makes; a part of the store's admin port. */
export interface ExportLog extends ExportReader {
  /** Keeps how it stands, in place of what was known of it. */
  note(record: ExportRecord): void;
  keepMark(mark: ExportMark): void;
  keepPreset(preset: ExportPreset): void;
  /** False where there is none of that name. */
  dropPreset(name: string): boolean;
}
