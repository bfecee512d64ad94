import { isNarrow, type Run } from "../../model/run.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { listSources } from "../sources/sources.ts";
import { reading } from "../with-store.ts";
import { type ClientLoss, clientLosses } from "./anomalies.ts";
import { asideNow } from "./set-aside.ts";

/** A run in one line. */
export interface RunLine
  extends Pick<Run, "run" | "source" | "status" | "mode" | "startedAt" | "endedAt" | "error"> {
  readonly seconds: number;
  readonly numbers: number;
  readonly new: number;
  readonly gone: number;
  readonly quarantined: number;
  readonly projects: number;
  /** Who asked for it; null: the command line. */
  readonly who: string | null;
}

/** A source as the first page shows it. */
export interface HomeSource {
  readonly name: string;
  readonly connector: string;
  /** It can be collected: it is in the config file, or was made here. */
  readonly isKnown: boolean;
  readonly newest: RunLine | null;
  /** The newest that came to its end: what is held is of it. */
  readonly finished: RunLine | null;
  /** Numbers after the last finished runs, oldest first. */
  readonly trend: readonly number[];
}

export interface HomeOverview {
  readonly sources: readonly HomeSource[];
  /** Newest first. */
  readonly latest: readonly RunLine[];
}

/** Something that a person should look at. Texts are the page's. */
export type Need =
  /** The CRM refused the access. */
  | {
      readonly kind: "refused";
      readonly source: string;
      readonly run: number;
      readonly at: string;
      readonly code: string;
    }
  /** The last run failed, or gave up on a CRM that was down. */
  | {
      readonly kind: "failed" | "gaveUp";
      readonly source: string;
      readonly run: number;
      readonly at: string;
      readonly code: string;
    }
  | ({
      readonly kind: "loss";
      readonly source: string;
      readonly from: number;
      readonly run: number;
    } & ClientLoss)
  | { readonly kind: "quarantined"; readonly source: string; readonly run: number; readonly units: number };

export interface HomeTotals {
  readonly numbers: number;
  readonly clients: number;
  readonly projects: number;
  /** Phone records held, and those of them without a number. */
  readonly records: number;
  readonly rejected: number;
  readonly suppressed: number;
}

const LATEST = 8;
const TREND = 14;
const LOOKED_AT = 40;
const REFUSED: ReadonlySet<string> = new Set(["CRM_UNAUTHORIZED", "CRM_FORBIDDEN", "CRM_NO_TOKEN"]);

/** How each source stands, those that can be collected and those of which something is stored, and the latest runs. */
export async function homeOverview(ports: AppPorts): Promise<HomeOverview> {
  const known = await listSources(ports);
  return await reading(ports, (reader) => {
    const stored = reader.home.sources();
    const names = [...new Set([...known, ...stored].map(({ name }) => name))];
    const connectors = new Map([...stored, ...known].map(({ name, connector }) => [name, connector]));
    return {
      sources: names.map((name) => ({
        ...sourceOf(reader, name),
        connector: connectors.get(name) ?? "",
        isKnown: known.some((one) => one.name === name),
      })),
      latest: reader.listRuns(null, LATEST).map((run) => lineOf(reader, run)),
    };
  });
}

/** What a person should look at, worst first. It compares the last two runs of each source, and so may take a moment. */
export async function homeNeeds(ports: AppPorts): Promise<Need[]> {
  return await reading(ports, (reader) => {
    const sources = reader.home.sources();
    const broken = sources.flatMap(({ name }) => brokenOf(reader, name));
    const losses = sources.flatMap(({ name }) => lossesOf(reader, name));
    const quarantined = reader.findRunsToRetry().map((run): Need => {
      const units = reader.listFailed(run.run).filter(({ pending }) => pending).length;
      return { kind: "quarantined", source: run.source, run: run.run, units };
    });
    return [...broken, ...losses, ...quarantined];
  });
}

/** What all sources hold together. */
export async function homeTotals(ports: AppPorts): Promise<HomeTotals> {
  return await reading(ports, (reader) => {
    const held = reader.home
      .sources()
      .flatMap(({ name }) => finishedOf(reader.listRuns(name, LOOKED_AT)).slice(0, 1))
      .map(({ totals }) => totals);
    const sum = (of: (totals: Run["totals"]) => number): number =>
      held.reduce((all, totals) => all + of(totals), 0);
    return {
      numbers: held.length === 1 ? sum(({ numbers }) => numbers) : reader.home.countDifferent(),
      clients: sum(({ clients }) => clients),
      projects: sum(({ projects }) => projects),
      records: sum(({ recordsHeld }) => recordsHeld),
      rejected: sum(({ rejected }) => rejected),
      suppressed: reader.suppressions.count(),
    };
  });
}

function sourceOf(reader: RunReader, name: string): Omit<HomeSource, "connector" | "isKnown"> {
  const runs = reader.listRuns(name, LOOKED_AT);
  const finished = finishedOf(runs);
  const [newest] = runs;
  return {
    name,
    newest: newest === undefined ? null : lineOf(reader, newest),
    finished: finished[0] === undefined ? null : lineOf(reader, finished[0]),
    trend: finished
      .slice(0, TREND)
      .map(({ totals }) => totals.numbers)
      .reverse(),
  };
}

function finishedOf(runs: readonly Run[]): Run[] {
  return runs.filter(({ status }) => status === "complete" || status === "partial");
}

function lineOf(reader: RunReader, run: Run): RunLine {
  const { totals, source, status, mode, startedAt, endedAt, error } = run;
  return {
    run: run.run,
    source,
    status,
    mode,
    startedAt,
    endedAt,
    error,
    seconds: totals.seconds,
    numbers: totals.numbers,
    new: totals.new,
    gone: totals.gone,
    quarantined: totals.quarantined,
    projects: totals.projects,
    who: reader.records.origin(run.run)?.who ?? null,
  };
}

function brokenOf(reader: RunReader, source: string): Need[] {
  const [newest] = reader.listRuns(source, 1);
  if (newest?.error === undefined || newest.error === null) return [];
  const { run, error: code, startedAt, endedAt, status } = newest;
  const facts = { source, run, at: endedAt ?? startedAt, code };
  if (REFUSED.has(code)) return [{ kind: "refused", ...facts }];
  if (code === "CRM_DOWN") return [{ kind: "gaveUp", ...facts }];
  return status === "failed" ? [{ kind: "failed", ...facts }] : [];
}

function lossesOf(reader: RunReader, source: string): Need[] {
  const whole = finishedOf(reader.listRuns(source, LOOKED_AT)).filter(
    ({ scope, pruned, mode }) => !isNarrow(scope) && !pruned && mode !== "import",
  );
  const [newer, older] = whole;
  if (newer === undefined || older === undefined || newer.totals.gone === 0) return [];
  const { clients } = reader.diffRuns(older.run, newer.run);
  const losses = clientLosses(clients, older.totals.numbers, ({ id, numbers }) =>
    Math.max(numbers.gone, reader.home.countOfClient(source, id) + numbers.gone - numbers.new),
  );
  const aside = asideNow(reader).filter((one) => one.source === source);
  const news = losses.filter(({ clientId }) => !aside.some(({ client }) => client === clientId));
  return news.map((loss) => ({ kind: "loss", source, from: older.run, run: newer.run, ...loss }));
}
