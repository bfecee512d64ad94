import type { AuditEntry, RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting, reading } from "../with-store.ts";
import { type NumberHistory, traceNumber } from "./show-number.ts";

/** A run of a source, for the strip that shows in which of them a number was there. */
export interface StoryRun {
  readonly run: number;
  readonly source: string;
  /** ISO UTC. */
  readonly startedAt: string;
}

/** What somebody did with the number. */
export interface StoryAct {
  /** ISO UTC. */
  readonly at: string;
  readonly who: string;
  readonly action: string;
}

/** The whole story of a number. */
export interface NumberStory extends NumberHistory {
  /** Of the sources that have it or had it, oldest first. */
  readonly runs: readonly StoryRun[];
  /** Newest first; null where they are not asked for. */
  readonly acts: readonly StoryAct[] | null;
  /** ISO UTC; null where it was not erased. */
  readonly erasedAt: string | null;
}

const RUNS = 47;
const ACTS = 50;
/** So many entries of each kind are looked through. */
const LOOKED_THROUGH = 20_000;
/** Acts that name the numbers they are about, by what stands for them. */
const NAMING = ["reveal", "look-up", "subject", "erase"] as const;

/** Rejects STORE_MISSING. With `withActs` it tells who looked at the number. */
export async function numberStory(
  ports: AppPorts,
  number: bigint,
  language: "en" | "ru",
  withActs: boolean,
): Promise<NumberStory> {
  const history = await traceNumber(ports, `+${number}`, language, []);
  const sources = new Set(history.places.map(({ source }) => source));
  return await reading(ports, async (reader) => {
    const runs = lastRuns(reader, sources);
    const admin = await changingExisting(ports, ({ erasure }) => ({
      alias: withActs ? (erasure.aliases([number])[0] ?? "") : "",
      erasedAt: erasure.erasedAt(number),
    }));
    const acts = withActs ? actsOf(reader, admin.alias) : null;
    return { ...history, runs, acts, erasedAt: admin.erasedAt };
  });
}

function lastRuns(reader: RunReader, sources: ReadonlySet<string>): StoryRun[] {
  const runs = reader.numberFeed.runs().filter(({ source }) => sources.has(source));
  return [...sources]
    .flatMap((source) => runs.filter((run) => run.source === source).slice(-RUNS))
    .sort((one, other) => one.run - other.run);
}

function actsOf({ audit }: RunReader, alias: string): StoryAct[] {
  const names = ({ detail }: AuditEntry): boolean =>
    detail.number === alias || (Array.isArray(detail.numbers) && detail.numbers.includes(alias));
  return NAMING.flatMap((action) => audit.list({ action, since: null, limit: LOOKED_THROUGH }))
    .filter(names)
    .sort((one, other) => other.seq - one.seq)
    .slice(0, ACTS)
    .map(({ at, who, action }) => ({ at, who, action }));
}
