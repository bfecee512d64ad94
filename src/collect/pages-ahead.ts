import type { CrmAnswer } from "../crm/crm.ts";

/** A page that is asked for before its turn. */
export interface EarlyPage {
  readonly answer: Promise<CrmAnswer>;
  /** Gives the page up: `answer` rejects soon. */
  abort(): void;
}

export interface PagesAheadOptions {
  /** Sends one request for the page at this cursor. */
  readonly ask: (cursor: string) => EarlyPage;
  /** Takes a free place of those that bound what is between request and commit; false where there is none. */
  readonly lend: () => boolean;
  readonly regain: () => void;
}

/**
 * Pages of one list that are fetched side by side before their turn; they are still handed out one after the other, so
 * that whatever follows sees the list in its order. A failure is kept until its page's turn.
 */
export class PagesAhead {
  readonly #options: PagesAheadOptions;
  readonly #pages = new Map<string, EarlyPage>();

  constructor(options: PagesAheadOptions) {
    this.#options = options;
  }

  /** Asks for the pages at these cursors, nearest first, as far as there are places; not again for those that it has. */
  want(cursors: readonly string[]): void {
    for (const cursor of cursors) {
      if (this.#pages.has(cursor)) continue;
      if (!this.#options.lend()) return;
      const page = this.#options.ask(cursor);
      // Nobody listens before its turn.
      page.answer.catch(() => {});
      this.#pages.set(cursor, page);
    }
  }

  /** The page at this cursor, whose place is free again; undefined where it was not asked for. */
  take(cursor: string | null): Promise<CrmAnswer> | undefined {
    if (cursor === null) return undefined;
    const page = this.#pages.get(cursor);
    if (page === undefined) return undefined;
    this.#pages.delete(cursor);
    this.#options.regain();
    return page.answer;
  }

  /** Gives up all that was not taken: the list ended, moved, or is not to be read on now. */
  drop(): void {
    const { regain } = this.#options;
    for (const page of this.#pages.values()) {
      page.abort();
      page.answer.then(regain, regain);
    }
    this.#pages.clear();
  }
}
