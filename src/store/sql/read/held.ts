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
  let count = 0;
  for (const _ of rowsOf(sql, () => byNumber(sql, filter, () => null))) count++;
  return count;
}

export function heldNumbers(sql: Sql, filter: HeldFilter): Iterable<NumberRow> {
  const rows = new RowMaker(sql);
  return rowsOf(sql, () => byNumber(sql, filter, (fold) => rows.number(fold)));
}

export function heldClientNumbers(sql: Sql, filter: HeldFilter): Iterable<ClientNumberRow> {
  const rows = new RowMaker(sql);
  const placeOf = placeReader(sql);
  return rowsOf(sql, () => {
    const projects = projectsPicked(sql, filter);
    const clients = new Map(projects.map(({ project, client }) => [project, client]));
    const partOf = (span: Span) => clients.get(Number(span[1])) ?? 0;
    return inParts(sql, filter, projects, spansByClient(sql, filter), partOf, (fold) => {
      const { clientKey, clientId, client } = placeOf(fold.project);
      return { ...rows.number(fold), clientKey, clientId, client };
    });
  });
}

export function heldPairs(sql: Sql, filter: HeldFilter): Iterable<PairRow> {
  const rows = new RowMaker(sql);
  const placeOf = placeReader(sql);
  return rowsOf(sql, () => {
    const projects = projectsPicked(sql, filter);
    const spans = spansByProject(sql, filter, projects);
    const partOf = (span: Span) => Number(span[1]);
    return inParts(sql, filter, projects, spans, partOf, (fold) => {
      const { label, contact } = fold;
      return { ...rows.number(fold), ...placeOf(fold.project), label, contact };
    });
  });
}

/** How spans become rows. */
interface Folding<Row> {
  readonly fold: Fold;
  /** Those of one row side by side. */
  readonly spans: Iterable<readonly Span[]>;
  /** What rows of one number differ in; null: a number is one row. */
  readonly partOf: ((span: Span) => number) | null;
  readonly isWanted: (fold: Fold) => boolean;
  /** The fold is good until the next row is asked for. */
  readonly make: (fold: Fold) => Row;
}

function byNumber<Row>(sql: Sql, filter: HeldFilter, make: (fold: Fold) => Row): Folding<Row> {
  return {
    fold: new Fold(filter, projectsPicked(sql, filter)),
    spans: spansByNumber(sql, filter),
    partOf: null,
    isWanted: (fold) => fold.isAsked && fold.isSeenWidely,
    make,
  };
}

/** Rows that are a part of a number each: in how many projects it is seen is asked of all of it. */
function inParts<Row>(
  sql: Sql,
  filter: HeldFilter,
  projects: readonly PickedProject[],
  spans: Iterable<readonly Span[]>,
  partOf: (span: Span) => number,
  make: (fold: Fold) => Row,
): Folding<Row> {
  const widely = filter.minProjects > 1 ? seenWidely(sql, filter, projects) : null;
  const isWanted = (fold: Fold): boolean => fold.isAsked && (widely === null || widely.has(fold.number));
  return { fold: new Fold(filter, projects), spans, partOf, isWanted, make };
}

function seenWidely(sql: Sql, filter: HeldFilter, projects: readonly PickedProject[]): NumberSet {
  const fold = new Fold(filter, projects);
  const isWanted = (): boolean => fold.isSeenWidely;
  const spans = spansByNumber(sql, filter);
  const numbers = rowsOf(sql, () => ({ fold, spans, partOf: null, isWanted, make: () => fold.number }));
  return new NumberSet(BigUint64Array.from(numbers));
}

/** One generator does it all, in one read transaction: each layer of them costs a million rows 50 ms. */
function* rowsOf<Row>(sql: Sql, prepare: () => Folding<Row>): Generator<Row> {
  const end = sql.readTogether();
  try {
    const { fold, spans, partOf, isWanted, make } = prepare();
    let number = 0n;
    let part = 0;
    for (const piece of spans) {
      for (const span of piece) {
        const itsPart = partOf === null ? 0 : partOf(span);
        if (span[0] === number && itsPart === part) {
          fold.add(span);
          continue;
        }
        if (number !== 0n && isWanted(fold)) yield make(fold);
        number = span[0];
        part = itsPart;
        fold.begin(span);
      }
    }
    if (number !== 0n && isWanted(fold)) yield make(fold);
  } finally {
    end();
  }
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
