import type { MessagePort } from "node:worker_threads";
import type { PackedError } from "../base/errors.ts";
import type { CrmClient, CrmProject } from "../model/record.ts";
import type { PagePlace, PhoneFacts, Unit } from "../store/store.ts";
import type { SavedPage } from "./collect.ts";

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
  /** Numbers that must not be called are not stored; default false. */
  readonly skipSuppressed?: boolean;
  /** An empty list of clients is believed, where the source held some before; default false. */
  readonly allowEmpty?: boolean;
}

export interface IngestSettings extends ReadingOptions {
  /** `sqlite:PATH` or another store's URL. */
  readonly store: string;
  readonly tombstoneKeyFile?: string;
  readonly connector: string;
}

/** What each of the two threads is started with. */
export interface IngestThreadData extends IngestSettings {
  /** `read` makes {@link PageContent} of answers, `write` saves it. */
  readonly role: "read" | "write";
  /** To the other thread. */
  readonly peer: MessagePort;
  /** Of one element: how many pages the reading thread has been given and not passed on yet. */
  readonly inHand: Int32Array<SharedArrayBuffer>;
}

interface PageHead extends Pick<SavedPage, "mark" | "ahead"> {
  readonly unit: Unit;
  readonly place: PagePlace;
}

/** An answer that was read, on its way to be stored: plain data. */
export type PageContent = PageHead &
  (
    | { readonly kind: "clients"; readonly items: readonly CrmClient[] }
    | { readonly kind: "projects"; readonly items: readonly CrmProject[] }
    | { readonly kind: "phones"; readonly facts: PhoneFacts }
  );

/** A call of another thread: the name of a method and its arguments. Ids are the main thread's; 0 for what is not its own. */
export interface IngestCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type IngestAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: PackedError };

/**
 * Sent once by each thread, when it can work or could not begin. `reader` of the reading one names all that readings depend
 * on; of the writing one it is empty.
 */
export type IngestReady =
  | { readonly ready: true; readonly reader: string }
  | { readonly ready: false; readonly error: PackedError };
