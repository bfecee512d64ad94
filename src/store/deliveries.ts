/** `sending` of a process that died: nobody knows what arrived. `held`: the run was partial. */
export type DeliveryState = "sending" | "delivered" | "held" | "failed";

/** A file as it was handed on. */
export interface DeliveredFile {
  readonly name: string;
  readonly bytes: number;
  readonly rows: number;
  /** In hex. */
  readonly sha256: string;
}

/** How one delivery of one run stands. */
export interface DeliveryRecord {
  readonly run: number;
  /** The delivery's name in the config. */
  readonly name: string;
  readonly preset: string;
  /** Where to, for people; no secret. */
  readonly place: string;
  readonly state: DeliveryState;
  /** When it came to be so; ISO UTC. */
  readonly at: string;
  readonly attempts: number;
  /** Null where none was made. */
  readonly files: readonly DeliveredFile[] | null;
  /** What went wrong, in English and without numbers; null where nothing did. */
  readonly error: string | null;
}

/** The reading side of what was handed on. */
export interface DeliveryReader {
  /** Of one run, or of the newest runs: newest first, then by name. */
  list(run: number | null, limit: number): DeliveryRecord[];
}

/** What was handed on of which run; a part of the store's admin port. */
export interface DeliveryLog extends DeliveryReader {
  find(run: number, name: string): DeliveryRecord | null;
  /** The newest run of the same source before this one that was handed on in this delivery; null for none. */
  deliveredBefore(run: number, name: string): number | null;
  /** Keeps how it stands, in place of what was known. */
  note(record: DeliveryRecord): void;
}
