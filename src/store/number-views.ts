/** A filter of the list of numbers that somebody kept. */
export interface NumberView {
  readonly id: number;
  readonly name: string;
  /** As the address of the page has it. */
  readonly query: string;
}

/** The reading side of kept filters. */
export interface NumberViewReader {
  /** One person's, by name. */
  list(owner: string): NumberView[];
}

/** Filters that people keep, each for themselves. */
export interface NumberViews extends NumberViewReader {
  /** In the place of one of that name. */
  save(owner: string, view: Omit<NumberView, "id">): NumberView;
  /** False where the person has no such one. */
  remove(owner: string, id: number): boolean;
}
