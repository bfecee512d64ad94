import type { NumberPlace } from "../model/number.ts";
import type { Suppression } from "./suppressions.ts";

/** A number with the digits by which a text is known that holds it: its national ones, where they are enough. */
export interface ErasedNumber {
  readonly number: bigint;
  readonly digits: string;
}

/** The numbers that can be read in a text, in whichever of the regions that matter. */
export type TextReading = (text: string) => readonly bigint[];

/** Whom an erasure or a question is about, and how texts are read for it. */
export interface Sought {
  readonly numbers: readonly ErasedNumber[];
  readonly read: TextReading;
}

/** How much of what the store keeps held the numbers. */
export interface ErasureCounts {
  /** Of the numbers asked for: those that some project held. */
  readonly numbers: number;
  /** Rows of projects' history, of all versions, labels and contacts with them. */
  readonly places: number;
  /** Records without a number whose raw value held one. */
  readonly rejected: number;
  /** Names, labels, contacts, causes of failures, excerpts of answers. */
  readonly texts: number;
  /** Pages of runs that can still be continued. */
  readonly pages: number;
  readonly suppressed: number;
  /** Of the numbers: those that were erased before. */
  readonly erasedBefore: number;
}

/** A text of the store that holds a number. */
export interface FoundText {
  readonly where: "client" | "project" | "rejected" | "label" | "quarantine" | "suppression";
  readonly text: string;
  /** Of rejected values and labels: the CRM's ids and names of where it stands; null for others. */
  readonly source: string | null;
  readonly client: string | null;
  readonly project: string | null;
}

/** All that the store knows of one number. */
export interface SubjectRecord {
  readonly places: readonly NumberPlace[];
  readonly texts: readonly FoundText[];
  /** Pages of runs that can still be continued. */
  readonly pages: number;
  readonly suppression: Suppression | null;
  /** ISO UTC of its erasure; null where it has no tombstone. */
  readonly erasedAt: string | null;
}

/** A file that was written from what the store holds. */
export interface KeptFile {
  /** Absolute. */
  readonly path: string;
  readonly kind: "export" | "backup";
  /** ISO UTC. */
  readonly at: string;
}

/** Erasing what is known of people, and telling it to them. */
export interface Erasure {
  /** What {@link erase} would find. Changes nothing. Throws RUN_ACTIVE. */
  preview(sought: Sought): ErasureCounts;
  /**
   * Takes the numbers out of all that the store keeps, finished versions included, and leaves tombstones; `note` is called
   * in the same transaction. Old bytes may stay in the file until {@link wipe}. Throws RUN_ACTIVE, TOMBSTONE_KEY.
   */
  erase(sought: Sought, note: (counts: ErasureCounts) => void): ErasureCounts;
  /** Rewrites the store's files, so that nothing of what was deleted stays in them. Throws STORE_FAILED where others are at it. */
  wipe(): void;
  /** Takes tombstones away; tells of how many numbers. Throws TOMBSTONE_KEY. */
  allowReturn(numbers: readonly bigint[]): number;
  /** Throws TOMBSTONE_KEY where there are tombstones and not their key. */
  subject(sought: Sought): SubjectRecord;
  /** When the number was erased (ISO UTC); null where it was not, or nobody can tell any more. */
  erasedAt(number: bigint): string | null;
  /** What stands for numbers where they may not be named, the MACs of their tombstones: nobody without the key can try numbers. */
  aliases(numbers: readonly bigint[]): string[];
  /** Files that were written from the store and not yet found missing. */
  files(): KeptFile[];
  noteFile(file: KeptFile): void;
  forgetFile(path: string): void;
}
