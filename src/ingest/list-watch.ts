import { createHash } from "node:crypto";
import { RetryableError } from "../base/errors.ts";
import type { Unit } from "../collect/collect.ts";
import type { Page } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";

/** So often a list that moves is read; then what was found in any reading counts. */
const MOST_PASSES = 3;

interface Pass {
  readonly number: number;
  readonly ids: Set<string>;
  /** Items so far, those that a page holds twice included: the CRM counts them too. */
  items: number;
  total: number | null;
  /** A later page told another total, or held what an earlier one held. */
  moved: boolean;
}

/**
 * Sees whether a list with numbered pages moved while it was read: an item comes or goes, the others shift, and one of
 * them is never on the page that is asked for. Remembers only lists that are being read.
 */
export class ListWatch {
  readonly #passes = new Map<number, Pass>();
  readonly #found = new Map<number, string>();

  /**
   * Takes note of a page before it is saved; gives how many items the CRM tells of and does not list (below 0: lists and
   * does not tell of), 0 while it is not the last page. Throws RetryableError CRM_LIST_MOVED where the list has to be read from its start again.
   */
  page(unit: Unit, page: Page): number {
    if (page.kind === "phones") return 0;
    const pass = this.#passOf(unit, page.total);
    // A list that another process began to read cannot be counted.
    if (pass === undefined) return 0;
    if (page.total !== pass.total) pass.moved = true;
    pass.total = page.total;
    pass.items += page.items.length + page.withoutId;
    if (page.items.some(({ id }) => pass.ids.has(id))) pass.moved = true;
    for (const { id } of page.items) pass.ids.add(id);
    return page.next === null ? this.#judge(unit, pass) : 0;
  }

  #passOf(unit: Unit, total: number | null): Pass | undefined {
    const before = this.#passes.get(unit.id);
    if (unit.cursor !== null) return before;
    const pass: Pass = {
      number: (before?.number ?? 0) + 1,
      ids: new Set(),
      items: 0,
      total,
      moved: false,
    };
    this.#passes.set(unit.id, pass);
    return pass;
  }

  #judge(unit: Unit, { number, ids, items, total, moved }: Pass): number {
    const missing = total === null ? 0 : total - items;
    const found = `${total} ${items} ${ids.size}`;
    const settled = (!moved && missing === 0) || this.#found.get(unit.id) === found || number === MOST_PASSES;
    if (!settled) {
      this.#found.set(unit.id, found);
      const text = told("listMoved", { total: total ?? items, listed: items });
      throw new RetryableError("CRM_LIST_MOVED", text);
    }
    this.#passes.delete(unit.id);
    this.#found.delete(unit.id);
    return missing;
  }
}

/** Names what a page holds. */
export function markOfIds(items: readonly { readonly id: string }[]): string {
  return createHash("sha1")
    .update(items.map(({ id }) => id).join("\0"))
    .digest("base64");
}

/** True for a page that is the whole of its list: there is no other that it could be the same as. */
export function isWhole(unit: Unit, next: string | null): boolean {
  return next === null && unit.cursor === null;
}
