/** A client of which losses are no news, since somebody knows why. */
export interface SetAside {
  /** Name of the source. */
  readonly source: string;
  /** The CRM's own id, and the name at that time. */
  readonly client: string;
  readonly name: string;
  readonly reason: string;
  /** ISO UTC. */
  readonly at: string;
  readonly who: string;
  /** ISO UTC; null: for good. */
  readonly ends: string | null;
}

/** The reading side of what was set aside. */
export interface SetAsideReader {
  /** Those that count at `now` (ISO UTC), newest first. */
  list(now: string): SetAside[];
}

/** The same, where it is changed; each call is a transaction, or a part of the one it is called in. */
export interface SetAsideBook extends SetAsideReader {
  /** In the place of what was there. False where the source has no such client. */
  put(aside: Pick<SetAside, "source" | "client" | "reason" | "at" | "ends">): boolean;
  /** False where there is none. */
  remove(source: string, client: string): boolean;
}
