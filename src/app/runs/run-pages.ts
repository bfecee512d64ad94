import { maskNumbers } from "../../base/mask.ts";
import type { FailedItem, RejectCount, Run, UnitKind } from "../../model/run.ts";
import type {
  LogLevelName,
  LogLine,
  RunOrigin,
  SpeedPoint,
  UnitRow,
  UnitState,
} from "../../model/run-page.ts";
import type { DeliveryRecord, ListedRun, RunQuery, RunReader, UnitCount } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import { noSuchRun } from "./history.ts";

/** A part of a list; `next` goes on behind it, null at its end. */
export interface Part<Item, Cursor = number> {
  readonly items: readonly Item[];
  readonly next: Cursor | null;
}

/** All that a run's page says at once. */
export interface RunPage {
  readonly run: Run;
  readonly origin: RunOrigin | null;
  readonly units: readonly UnitCount[];
  /** The finished run of the same source before it. */
  readonly before: Run | null;
  /** With what the one before it began. */
  readonly originBefore: RunOrigin | null;
  /** What holds no number now, commonest reason first; of the source's newest run. */
  readonly rejects: readonly RejectCount[];
  readonly deliveries: readonly DeliveryRecord[];
  /** Its last error, as its log tells it. */
  readonly lastError: LogLine | null;
  /** Of what it set aside, how much nobody has read since. */
  readonly pending: number;
}

/** What one cause set aside. */
export interface FailureGroup {
  readonly code: string;
  readonly count: number;
  readonly pending: number;
  /** The first of them. */
  readonly example: FailedItem;
}

function foundRun(reader: RunReader, number: number): Run {
  const run = reader.findRun(number);
  if (run === undefined) throw noSuchRun(number);
  return run;
}

/** Runs, newest first; nothing before the first is begun. */
export async function listRunsPage(ports: AppPorts, query: RunQuery): Promise<Part<ListedRun>> {
  if (!(await ports.storeHoldsData())) return { items: [], next: null };
  return await reading(ports, ({ records }) =>
    partOf(records.runs({ ...query, limit: query.limit + 1 }), query.limit, ({ run }) => run),
  );
}

/** Rejects NO_SUCH_RUN. */
export async function runPage(ports: AppPorts, number: number): Promise<RunPage> {
  return await reading(ports, (reader) => {
    const run = foundRun(reader, number);
    const { records } = reader;
    const statuses = ["complete", "partial"] as const;
    const [before = null] = records.runs({ source: run.source, statuses, before: number, limit: 1 });
    const failed = run.totals.quarantined > 0 ? reader.listFailed(number) : [];
    const [lastError = null] =
      run.error === null
        ? []
        : records.lines({ run: number, before: Number.MAX_SAFE_INTEGER, level: "error", limit: 1 });
    return {
      run,
      before,
      lastError,
      origin: records.origin(number),
      originBefore: before === null ? null : records.origin(before.run),
      units: reader.countUnits(number),
      rejects: reader.countRejects(run.source),
      deliveries: reader.deliveries.list(number, 50),
      pending: failed.filter(({ pending }) => pending).length,
    };
  });
}

export interface UnitPageQuery {
  readonly run: number;
  readonly kind: UnitKind;
  readonly state: UnitState | null;
  readonly client: string | null;
  /** Part of the name or id of a unit or its client, in any case. */
  readonly text: string | null;
  readonly after: number;
  readonly limit: number;
  /** Only these. */
  readonly ids?: readonly number[];
}

const LOOKED_AT_ONCE = 2_000;

/** Units of a run. Rejects NO_SUCH_RUN. */
export async function runUnits(ports: AppPorts, query: UnitPageQuery): Promise<Part<UnitRow>> {
  const { text, limit, ...asked } = query;
  return await reading(ports, (reader) => {
    foundRun(reader, query.run);
    const sought = text?.toLowerCase() ?? null;
    if (sought === null) {
      return partOf(reader.records.units({ ...asked, limit: limit + 1 }), limit, ({ unit }) => unit);
    }
    const found: UnitRow[] = [];
    for (let { after } = asked; found.length <= limit; ) {
      const rows = reader.records.units({ ...asked, after, limit: LOOKED_AT_ONCE });
      found.push(
        ...rows.filter(({ id, name, clientId, client }) =>
          [id, name, clientId, client].some((one) => one.toLowerCase().includes(sought)),
        ),
      );
      after = rows.at(-1)?.unit ?? after;
      if (rows.length < LOOKED_AT_ONCE) break;
    }
    return partOf(found, limit, ({ unit }) => unit);
  });
}

/** What a run set aside, by cause, commonest first; numbers that people typed into names are masked. Rejects NO_SUCH_RUN. */
export async function failureGroups(ports: AppPorts, number: number): Promise<FailureGroup[]> {
  return await reading(ports, (reader) => {
    foundRun(reader, number);
    const groups = Map.groupBy(reader.listFailed(number), ({ code }) => code);
    return [...groups]
      .flatMap(([code, items]) => {
        const [example] = items;
        if (example === undefined) return [];
        const pending = items.filter((item) => item.pending).length;
        return [{ code, count: items.length, pending, example: masked(example) }];
      })
      .sort((one, other) => other.count - one.count);
  });
}

/** What one cause set aside, or all of it; `after`: so many are known. Rejects NO_SUCH_RUN. */
export async function failedItemsPage(
  ports: AppPorts,
  {
    run,
    code,
    after,
    limit,
  }: { readonly run: number; readonly code: string | null; readonly after: number; readonly limit: number },
): Promise<Part<FailedItem>> {
  return await reading(ports, (reader) => {
    foundRun(reader, run);
    const all = reader.listFailed(run).filter((item) => code === null || item.code === code);
    const items = all.slice(after, after + limit).map(masked);
    return { items, next: after + limit < all.length ? after + limit : null };
  });
}

/** People write numbers into names too. */
function masked(item: FailedItem): FailedItem {
  const { name, client, message } = item;
  return { ...item, name: maskNumbers(name), client: maskNumbers(client), message: maskNumbers(message) };
}

export interface LogPageQuery {
  readonly run: number;
  readonly level: LogLevelName;
  /** Part of a line, in any case. */
  readonly text: string | null;
  /** Lines after this one, oldest first; or else those before `before`, newest first. */
  readonly after: number | null;
  readonly before: number | null;
  readonly limit: number;
}

/** Lines of a run's log. Rejects NO_SUCH_RUN. */
export async function runLogPage(ports: AppPorts, query: LogPageQuery): Promise<LogLine[]> {
  const { run, level, text, after, before, limit } = query;
  return await reading(ports, (reader) => {
    foundRun(reader, run);
    const sought = text?.toLowerCase() ?? null;
    const forward = after !== null;
    const found: LogLine[] = [];
    for (let place = after ?? before ?? Number.MAX_SAFE_INTEGER; found.length < limit; ) {
      const many = sought === null ? limit : LOOKED_AT_ONCE;
      const where = forward ? { after: place } : { before: place };
      const lines = reader.records.lines({ run, level, limit: many, ...where });
      found.push(...lines.filter((line) => sought === null || line.text.toLowerCase().includes(sought)));
      place = lines.at(-1)?.seq ?? place;
      if (lines.length < many) break;
    }
    return found.slice(0, limit);
  });
}

/** How fast a run went. Rejects NO_SUCH_RUN. */
export async function runSpeed(ports: AppPorts, run: number): Promise<SpeedPoint[]> {
  return await reading(ports, (reader) => {
    foundRun(reader, run);
    return reader.records.speed(run);
  });
}

/** `found` holds one more than asked for where there is more. */
function partOf<Item>(found: readonly Item[], limit: number, cursorOf: (item: Item) => number): Part<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorOf(last) : null };
}
