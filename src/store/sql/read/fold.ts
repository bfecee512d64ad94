import type { HeldFilter } from "../../store.ts";
import { NOW, type PickedProject, type Span } from "../spans.ts";

/**
 * What a row of an export says of spans that belong together: of one number, or of one number in a client or project. One object
 * for all rows: it is made anew from the first span of each.
 */
export class Fold {
  number = 0n;
  /** Of the spans that were added, the project that was first seen last. */
  project = 0;
  kind = 0;
  first = 0;
  label: string | null = null;
  contact: string | null = null;
  readonly #filter: HeldFilter;
  readonly #run: number;
  readonly #newSince: number;
  readonly #goneSince: number;
  readonly #confirmed: ReadonlyMap<number, number | null>;
  readonly #projects: Set<number> | null;
  #last: number | null = null;
  #latest = 0;
  #held = 0;
  #heldBefore = 0;
  #heldThen = 0;
  #wasHeld = false;

  constructor(filter: HeldFilter, projects: readonly PickedProject[]) {
    this.#filter = filter;
    this.#run = filter.run ?? NOW;
    // Before the first run nothing was held.
    this.#newSince = filter.newSince ?? 0;
    this.#goneSince = filter.goneSince ?? 0;
    this.#confirmed = new Map(projects.map(({ project, confirmed }) => [project, confirmed]));
    this.#projects = filter.includeGone && filter.minProjects > 1 ? new Set() : null;
  }

  begin(span: Span): void {
    this.number = span[0];
    this.project = this.kind = this.#latest = this.#held = this.#heldBefore = this.#heldThen = 0;
    this.first = NOW;
    this.#last = this.label = this.contact = null;
    this.#wasHeld = false;
    this.#projects?.clear();
    this.add(span);
  }

  add(span: Span): void {
    const project = Number(span[1]);
    const kind = Number(span[2]);
    const from = Number(span[3]);
    const to = span[4] === null ? Number.POSITIVE_INFINITY : Number(span[4]);
    if (project > this.project) this.project = project;
    if (kind > this.kind) this.kind = kind;
    if (from < this.first) this.first = from;
    if (from > this.#latest) this.#latest = from;
    const isHeld = to > this.#run;
    if (isHeld) this.#held++;
    if (from <= this.#newSince && to > this.#newSince) this.#heldBefore++;
    if (from <= this.#goneSince && to > this.#goneSince) this.#heldThen++;
    this.#see(isHeld ? this.#confirmedOf(project, from) : span[5] === null ? null : Number(span[5]));
    this.#projects?.add(project);
    if (span.length > 6) this.#keep(span[6] ?? null, span[7] ?? null, isHeld);
  }

  /** The last run that confirmed one of the spans; where none did since it began, the one that began the last. */
  get last(): number {
    return this.#last ?? this.#latest;
  }

  /** Whether the filter asks for it, but for in how many projects it is seen. */
  get isAsked(): boolean {
    const { includeGone, goneSince = null } = this.#filter;
    const isThere =
      goneSince === null ? includeGone || this.#held > 0 : this.#held === 0 && this.#heldThen > 0;
    return isThere && this.#heldBefore === 0;
  }

  /** A number is in a project's version once at a time; what is gone may have been there several times. */
  get isSeenWidely(): boolean {
    const { minProjects } = this.#filter;
    return minProjects <= 1 || (this.#projects?.size ?? this.#held) >= minProjects;
  }

  #confirmedOf(project: number, from: number): number | null {
    const run = this.#confirmed.get(project) ?? from;
    return run < from ? null : run;
  }

  #see(run: number | null): void {
    if (run !== null && (this.#last === null || run > this.#last)) this.#last = run;
  }

  /** Those of the span that holds; where none does, of any. */
  #keep(label: string | null, contact: string | null, isHeld: boolean): void {
    if (isHeld && !this.#wasHeld) {
      this.label = this.contact = null;
      this.#wasHeld = true;
    } else if (isHeld !== this.#wasHeld) return;
    this.label = later(this.label, label);
    this.contact = later(this.contact, contact);
  }
}

function later(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other > one) ? other : one;
}
