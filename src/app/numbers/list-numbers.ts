import { flagNames, type PlaceholderFlag } from "../../phone/phone.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import { type HeldColumns, STILL } from "./held-columns.ts";
import type { Held } from "./held-numbers.ts";
import { type PageRequest, type PlaceInList, pageOf } from "./held-page.ts";
import type { Picked } from "./held-pick.ts";
import type { NumberQuery } from "./number-query.ts";

export interface NumberListRequest extends PageRequest {
  readonly query: NumberQuery;
  /** Of operators' names. */
  readonly language: "en" | "ru";
}

/** Where a listed number is, or was: the CRM's own ids, latest names. */
export interface ListedPlace {
  readonly source: string;
  readonly clientId: string;
  readonly client: string;
  readonly projectId: string;
  readonly project: string;
}

export interface ListedNumber {
  readonly number: bigint;
  readonly region: string;
  readonly type: string;
  readonly operator: string | null;
  /** Ways in which it looks made up. */
  readonly flags: readonly PlaceholderFlag[];
  /** Whether it must not be called. */
  readonly suppressed: boolean;
  /** Its source's newest run brought it. */
  readonly isNew: boolean;
  readonly isGone: boolean;
  /** The first and the last run that confirmed it in what the query picks, and when they began (ISO UTC). */
  readonly firstRun: number;
  readonly firstSeen: string;
  readonly lastRun: number;
  readonly lastSeen: string;
  /** In how many projects it is; of one that is gone: was. */
  readonly places: number;
  /** One of them: of those that hold it, if any do. */
  readonly place: ListedPlace;
}

export interface NumberList {
  readonly items: readonly ListedNumber[];
  /** On all pages together; exact. */
  readonly count: number;
  readonly next: PlaceInList | null;
}

/**
 * A page of the numbers that a query picks, and how many it picks. While a run writes into a large store it may be some seconds
 * behind it. Rejects STORE_MISSING.
 */
export async function listNumbers(ports: AppPorts, request: NumberListRequest): Promise<NumberList> {
  return await withHeld(ports, (held, reader) => {
    const picked = held.pick(request.query);
    const { rows, next } = pageOf(held.columns, picked, held.lastSeen, request);
    for (const row of rows) lookUpOne(held, row);
    const items = rows.map((row) => listed(held, picked, reader, row, request.language));
    return { items, count: picked.rows.length, next };
  });
}

/** How many numbers a query picks; exact. Rejects STORE_MISSING. */
export async function countNumbers(ports: AppPorts, query: NumberQuery): Promise<number> {
  return await withHeld(ports, ({ pick }) => pick(query).rows.length);
}

/** All numbers that a query picks, ascending. Rejects STORE_MISSING. */
export async function pickNumbers(ports: AppPorts, query: NumberQuery): Promise<BigUint64Array<ArrayBuffer>> {
  return await withHeld(ports, ({ columns, pick }) => {
    const { rows } = pick(query);
    const numbers = new BigUint64Array(rows.length);
    rows.forEach((row, at) => {
      numbers[at] = columns.numbers[row] ?? 0n;
    });
    return numbers;
  });
}

/** Has the numbers in memory, as they are now, before somebody asks for them. Rejects STORE_MISSING. */
export async function warmNumbers(ports: AppPorts): Promise<void> {
  await withHeld(ports, () => {});
}

/** The numbers in memory and a connection, for as long as `work` goes on. Rejects STORE_MISSING. */
export async function withHeld<T>(ports: AppPorts, work: (held: Held, reader: RunReader) => T): Promise<T> {
  return await reading(ports, async (reader) => {
    const numbers = await ports.holdNumbers();
    return work(await numbers.open(reader), reader);
  });
}

function lookUpOne({ columns, lookUps }: Held, row: number): void {
  lookUps.flags(columns, row, row + 1);
  lookUps.operatorsOf(columns, row, row + 1);
}

function listed(
  { columns, lookUps, lastSeen }: Held,
  { projects }: Picked,
  reader: RunReader,
  row: number,
  language: "en" | "ru",
): ListedNumber {
  const { names, lookedUp } = columns;
  const number = columns.numbers[row] ?? 0n;
  const kind = names.kinds.get(columns.kinds[row] ?? 0);
  const stays = summaryOf(columns, projects, row);
  const lastRun = lastSeen.of(row, projects);
  const startOf = (run: number): string => names.runs.get(run)?.startedAt ?? "";
  return {
    number,
    region: kind?.region ?? "",
    type: kind?.type ?? "",
    operator: lookUps.operators[lookedUp.operators[row] ?? 0]?.[language] || null,
    flags: flagNames((lookedUp.flags[row] ?? 0) >> 1),
    suppressed: reader.suppressions.find(number) !== undefined,
    ...stays,
    firstSeen: startOf(stays.firstRun),
    lastRun,
    lastSeen: startOf(lastRun),
  };
}

function summaryOf(columns: HeldColumns, marked: Uint8Array | null, row: number) {
  const { starts, projects, from, to, names } = columns;
  let [firstRun, open] = [STILL, 0];
  let place = -1;
  const seen = new Set<number>();
  for (let stay = starts[row] ?? 0; stay < (starts[row + 1] ?? 0); stay++) {
    const [project, began, isOpen] = [projects[stay] ?? 0, from[stay] ?? 0, to[stay] === STILL];
    if (marked !== null && marked[project] !== 1) continue;
    firstRun = Math.min(firstRun, began);
    seen.add(project);
    if (place < 0 || (isOpen && open === 0)) place = project;
    if (isOpen) open++;
  }
  const {
    source = "",
    clientId = "",
    client = "",
    projectId = "",
    project = "",
  } = names.projects[place] ?? {};
  return {
    firstRun,
    isGone: open === 0,
    isNew: open > 0 && firstRun === newestOf(columns, source),
    places: open > 0 ? open : seen.size,
    place: { source, clientId, client, projectId, project },
  };
}

function newestOf({ names }: HeldColumns, source: string): number {
  let newest = 0;
  for (const { run, source: of } of names.runs.values()) if (of === source && run > newest) newest = run;
  return newest;
}
