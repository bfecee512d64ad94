import { NumberSet } from "../../../model/number-set.ts";
import type { ClientNumberRow, HeldFilter, NumberRow, PairRow } from "../../store.ts";
import {
  type PickedProject,
  projectsPicked,
  type Span,
  spansByClient,
  spansByNumber,
  spansByProject,
} from "../spans.ts";
import type { Sql } from "../sql.ts";
import { Fold } from "./fold.ts";
import { placeReader } from "./places.ts";

export function countHeld(sql: Sql, filter: HeldFilter): number {
  const end = sql.readTogether();
  try {
    let count = 0;
    for (const _ of numbersHeld(sql, filter)) count++;
    return count;
  } finally {
    end();
  }
}

export function* heldNumbers(sql: Sql, filter: HeldFilter): Generator<NumberRow> {
  const make = new RowMaker(sql);
  const end = sql.readTogether();
  try {
    for (const fold of numbersHeld(sql, filter)) yield make.number(fold);
  } finally {
    end();
  }
}

export function* heldClientNumbers(sql: Sql, filter: HeldFilter): Generator<ClientNumberRow> {
  const make = new RowMaker(sql);
  const placeOf = placeReader(sql);
  const end = sql.readTogether();
  try {
    const projects = projectsPicked(sql, filter);
    const clients = new Map(projects.map(({ project, client }) => [project, client]));
    const clientOf = (span: Span) => clients.get(Number(span[1])) ?? 0;
    for (const fold of partsHeld(sql, filter, projects, spansByClient(sql, filter), clientOf)) {
      const { clientKey, clientId, client } = placeOf(fold.project);
      yield { ...make.number(fold), clientKey, clientId, client };
    }
  } finally {
    end();
  }
}

export function* heldPairs(sql: Sql, filter: HeldFilter): Generator<PairRow> {
  const make = new RowMaker(sql);
  const placeOf = placeReader(sql);
  const end = sql.readTogether();
  try {
    const projects = projectsPicked(sql, filter);
    const spans = spansByProject(sql, filter, projects);
    for (const fold of partsHeld(sql, filter, projects, spans, (span) => Number(span[1]))) {
      const { label, contact } = fold;
      yield { ...make.number(fold), ...placeOf(fold.project), label, contact };
    }
  } finally {
    end();
  }
}

/** What is yielded is good until the next one is asked for. */
function* numbersHeld(sql: Sql, filter: HeldFilter): Generator<Fold> {
  const fold = new Fold(filter, projectsPicked(sql, filter));
  for (const _ of folded(fold, spansByNumber(sql, filter), null))
    if (fold.isAsked && fold.isSeenWidely) yield fold;
}

/** Rows that are a part of a number each: in how many projects it is seen is asked of all of it. */
function* partsHeld(
  sql: Sql,
  filter: HeldFilter,
  projects: readonly PickedProject[],
  spans: Iterable<readonly Span[]>,
  partOf: (span: Span) => number,
): Generator<Fold> {
  const widely = filter.minProjects > 1 ? seenWidely(sql, filter, projects) : null;
  const fold = new Fold(filter, projects);
  for (const _ of folded(fold, spans, partOf))
    if (fold.isAsked && (widely === null || widely.has(fold.number))) yield fold;
}

function seenWidely(sql: Sql, filter: HeldFilter, projects: readonly PickedProject[]): NumberSet {
  const fold = new Fold(filter, projects);
  const numbers: bigint[] = [];
  for (const _ of folded(fold, spansByNumber(sql, filter), null))
    if (fold.isSeenWidely) numbers.push(fold.number);
  return new NumberSet(BigUint64Array.from(numbers));
}

/** Folds spans that stand side by side and are of one number, and of one part where there are such. */
function* folded(
  fold: Fold,
  pieces: Iterable<readonly Span[]>,
  partOf: ((span: Span) => number) | null,
): Generator<void> {
  let number = 0n;
  let part = 0;
  for (const piece of pieces) {
    for (const span of piece) {
      const itsPart = partOf === null ? 0 : partOf(span);
      if (span[0] === number && itsPart === part) {
        fold.add(span);
        continue;
      }
      if (number !== 0n) yield;
      number = span[0];
      part = itsPart;
      fold.begin(span);
    }
  }
  if (number !== 0n) yield;
}

interface Kind {
  readonly region: string;
  readonly type: string;
}

/** Makes rows of what membership names by number: kinds and runs, each read when it is first met. */
class RowMaker {
  readonly #sql: Sql;
  readonly #starts = new Map<number, string>();
  readonly #kinds = new Map<number, Kind>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  number({ number, kind, first, last }: Fold): NumberRow {
    const { region, type } = this.#kindOf(kind);
    const firstSeen = this.#startOf(first);
    const lastSeen = last === first ? firstSeen : this.#startOf(last);
    return { number, region, type, firstSeen, lastSeen };
  }

  #kindOf(id: number): Kind {
    const known = this.#kinds.get(id);
    if (known !== undefined) return known;
    const kind = this.#sql.get<{ region: string; type: string }>(
      "SELECT region, type FROM number_kinds WHERE id = ?",
      id,
    ) ?? { region: "", type: "" };
    this.#kinds.set(id, kind);
    return kind;
  }

  #startOf(run: number): string {
    const known = this.#starts.get(run);
    if (known !== undefined) return known;
    const row = this.#sql.get<{ at: string }>("SELECT started_at AS at FROM runs WHERE id = ?", run);
    this.#starts.set(run, row?.at ?? "");
    return row?.at ?? "";
  }
}
