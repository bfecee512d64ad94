import { QuarantineError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { SavedPage } from "./collect.ts";

const MOST_EMPTY_PAGES = 50;
/** Pages in a row that hold what earlier pages held; one may be the end of a list that grew. */
const MOST_OLD_PAGES = 3;
/** Of a list whose length nobody tells: ten million records of one project. */
const MOST_PAGES = 20_000;
const SPARE_PAGES = 10;

/** Watches the pages of one list for a CRM that never comes to its end. */
export class PageGuard {
  readonly #cursors = new Set<string>();
  readonly #marks = new Set<string>();
  #pages = 0;
  #empty = 0;
  #old = 0;
  #largest = 0;

  /** Takes note of a page that is stored. Throws QuarantineError CRM_ENDLESS where the list goes in a circle or does not end. */
  page({ next, items, total, mark }: SavedPage): void {
    if (next === null) return;
    this.#pages++;
    this.#empty = items === 0 ? this.#empty + 1 : 0;
    this.#largest = Math.max(this.#largest, items);
    if (this.#cursors.has(next)) throw endless("inACircle");
    this.#cursors.add(next);
    if (this.#empty >= MOST_EMPTY_PAGES) throw endless("onlyEmpty");
    if (items > 0) {
      this.#old = this.#marks.has(mark) ? this.#old + 1 : 0;
      this.#marks.add(mark);
    }
    if (this.#old >= MOST_OLD_PAGES) throw endless("onlyOld");
    const size = Math.max(1, this.#largest);
    const budget = total === null ? MOST_PAGES : 2 * Math.ceil(total / size) + SPARE_PAGES;
    if (this.#pages > Math.max(budget, MOST_EMPTY_PAGES)) throw endless("noEnd");
  }
}

function endless(how: "inACircle" | "onlyEmpty" | "onlyOld" | "noEnd"): QuarantineError {
  return new QuarantineError("CRM_ENDLESS", told("endless", { how }));
}
