/** A filter of the list of numbers that somebody kept. */
export interface NumberView {
  readonly id: number;
  readonly name: string;
  /** As the address of the page has it. */
  readonly query: string;
  /** Everybody sees it. */
  readonly shared: boolean;
  /** Who keeps it, as people know them. */
  readonly who: string;
  /** The person who asked keeps it. */
  readonly isMine: boolean;
}

/** A filter to be kept. */
export type NewNumberView = Pick<NumberView, "name" | "query" | "shared" | "who">;

/** The reading side of kept filters. */
export interface NumberViewReader {
  /** One person's and those that others share, by name. */
  list(owner: string): NumberView[];
}

/** Filters that people keep, for themselves or for all. */
export interface NumberViews extends NumberViewReader {
  /** In the place of that person's one of that name. */
  save(owner: string, view: NewNumberView): NumberView;
  /** False where the person has no such one; with null it may be anybody's that is shared. */
  remove(owner: string | null, id: number): boolean;
}
