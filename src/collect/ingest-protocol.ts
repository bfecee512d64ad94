import type { PackedError } from "../base/errors.ts";

/** What of a source reading needs to know. */
export interface ReadingOptions {
  /** Region of clients whose country the CRM does not tell; null when the source names none. */
  readonly region: string | null;
  /** Which texts beside a number the source asked to keep. */
  readonly keep: readonly ("label" | "contact")[];
  /** Regions to try where a client's own fails; auto: those of the source's clients, commonest first. */
  readonly otherRegions: "auto" | readonly string[];
  /** ETags of pages of phones are kept; default false. */
  readonly keepPages?: boolean;
  /** An empty list of clients is believed, where the source held some before; default false. */
  readonly allowEmpty?: boolean;
}

/** What the thread is started with. */
export interface IngestSettings extends ReadingOptions {
  /** `sqlite:PATH` or another store's URL. */
  readonly store: string;
  readonly connector: string;
}

/** A call of the main thread: the name of an Ingest method and its arguments. */
export interface IngestCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type IngestAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: PackedError };

/** Sent once, when the store is open or could not be opened. */
export type IngestReady = { readonly ready: true } | { readonly ready: false; readonly error: PackedError };
