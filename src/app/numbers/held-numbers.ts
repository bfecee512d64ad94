import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import type { NumberSet } from "../../model/number-set.ts";
import type { FeedProject, FeedState, NumberFeed, RunReader } from "../../store/store.ts";
import { ConfirmedMemory, LastSeen } from "../runs/last-seen.ts";
import { blockOf, HeldColumns, type HeldNames, type ProjectBlock } from "./held-columns.ts";
import { HeldLookUps } from "./held-look-ups.ts";
import { type Picked, pick } from "./held-pick.ts";
import type { NumberQuery } from "./number-query.ts";

/** So many projects are read, and so many numbers looked up, between two looks at who else asks. */
const PROJECTS_A_TURN = 20;
const NUMBERS_A_TURN = 5_000;
/** So many queries' answers are remembered, 4 to 12 bytes a number each. */
const REMEMBERED = 4;
/** So many numbers are brought up to date before they answer, also while a run goes on; more than these while older columns do. */
const WAITED_FOR = 100_000;
/** While a run writes, columns are laid out anew, for which nothing is answered, at most one part in so many of the time. */
const SHARE = 30;
const AT_LEAST_MS = 1_000;
/** Columns that nobody asked for so long are dropped. */
const IDLE_MS = 15 * 60_000;

/** What {@link HeldNumbers} answers from, all of one moment. */
export interface Held {
  readonly columns: HeldColumns;
  readonly lookUps: HeldLookUps;
  readonly lastSeen: LastSeen;
  pick(query: NumberQuery): Picked;
}

/**
 * All numbers of a store in memory, for the thread that lists them: read once, then only projects that runs changed. What was erased,
 * pruned or reverted is never answered with.
 */
export class HeldNumbers {
  readonly #openReader: () => Promise<RunReader>;
  readonly #ranges: string | null;
  readonly #waitedFor: number;
  #kept: Kept | null = null;
  #working: Promise<Kept> | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** `ranges`: the folder of imported registers; with more numbers than `waitedFor` a list may be behind a run that goes on. */
  constructor(openReader: () => Promise<RunReader>, ranges: string | null, waitedFor = WAITED_FOR) {
    this.#openReader = openReader;
    this.#ranges = ranges;
    this.#waitedFor = waitedFor;
  }

  /** As of now, or of some seconds ago while a run writes into a large store. Rejects as reading a store does. */
  async open(reader: RunReader): Promise<Held> {
    this.#rest();
    const feed = reader.numberFeed;
    let kept = await this.#sound(feed);
    // What was being read already may be from before the run ended.
    for (let tries = 0; tries < 2 && kept.mustWait(feed.state(), this.#waitedFor); tries++)
      kept = await this.#work(kept);
    if (kept.isDue(feed.state())) this.#work(kept).catch(() => {});
    return kept.held(reader);
  }

  /** What was read since something was last erased, pruned or reverted. */
  async #sound(feed: NumberFeed): Promise<Kept> {
    if (this.#kept?.epoch === feed.epoch()) return this.#kept;
    const begun = await this.#working?.catch(() => null);
    return begun?.epoch === feed.epoch() ? begun : await this.#work(null);
  }

  /** Gives its memory back. */
  close(): void {
    clearTimeout(this.#idle);
    this.#kept = null;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
  }

  async #work(before: Kept | null): Promise<Kept> {
    this.#working ??= this.#load(before).finally(() => {
      this.#working = null;
    });
    const made = await this.#working;
    if (this.#kept !== made) {
      this.#kept = made;
      void this.#lookUp(made);
    }
    return made;
  }

  /** Ahead of who may ask for it. */
  async #lookUp(kept: Kept): Promise<void> {
    const { columns, lookUps } = kept;
    for (let row = 0; row < columns.size; row += NUMBERS_A_TURN) {
      // Of no use to a process that ends.
      await delay(1, undefined, { ref: false });
      if (this.#kept !== kept) return;
      lookUps.flags(columns, row, row + NUMBERS_A_TURN);
      lookUps.operatorsOf(columns, row, row + NUMBERS_A_TURN);
    }
  }

  async #load(before: Kept | null): Promise<Kept> {
    const reader = await this.#openReader();
    try {
      return await load(reader.numberFeed, before, this.#ranges);
    } finally {
      reader.close();
    }
  }
}

interface Suppressed {
  readonly version: string;
  readonly list: NumberSet;
}

/** Columns with what tells whether they are of now. */
class Kept {
  readonly epoch: string;
  readonly state: FeedState;
  readonly marks: ReadonlyMap<number, string>;
  readonly columns: HeldColumns;
  readonly lookUps: HeldLookUps;
  /** For so long nothing was answered while the columns were laid out, in CPU time. */
  readonly tookMs: number;
  readonly #madeAt = performance.now();
  readonly #picked = new Map<string, Picked>();
  #confirmed: ConfirmedMemory | null = null;
  #suppressed: Suppressed | null = null;

  constructor(made: Pick<Kept, "epoch" | "state" | "marks" | "columns" | "lookUps" | "tookMs">) {
    this.epoch = made.epoch;
    this.state = made.state;
    this.marks = made.marks;
    this.columns = made.columns;
    this.lookUps = made.lookUps;
    this.tookMs = made.tookMs;
  }

  /** Whether to answer is to wait for what has changed: it is little, or a run has ended. */
  mustWait(now: FeedState, waitedFor: number): boolean {
    return this.state.ended !== now.ended || (this.state.runs !== now.runs && this.columns.size <= waitedFor);
  }

  isDue(now: FeedState): boolean {
    if (this.state.runs === now.runs) return false;
    return performance.now() - this.#madeAt > Math.max(AT_LEAST_MS, SHARE * this.tookMs);
  }

  held(reader: RunReader): Held {
    const { columns, lookUps } = this;
    this.#confirmed ??= new ConfirmedMemory(columns.names.projects.length);
    const ask: NumberFeed["confirmed"] = (project, run) => reader.numberFeed.confirmed(project, run);
    const lastSeen = new LastSeen(columns, this.#confirmed, ask);
    return { columns, lookUps, lastSeen, pick: (query) => this.#pick(query, reader, lastSeen) };
  }

  /** The last few are remembered: the pages of a list ask for the same. */
  #pick(query: NumberQuery, reader: RunReader, lastSeen: LastSeen): Picked {
    const { columns, lookUps } = this;
    const suppressed = query.suppressed === null ? null : this.#suppressedOf(reader);
    const key = JSON.stringify([query, suppressed?.version]);
    const known = this.#picked.get(key);
    this.#picked.delete(key);
    if (query.flags.length > 0 || query.placeholder !== null) lookUps.flags(columns, 0, columns.size);
    if (query.operators.length > 0) lookUps.operatorsOf(columns, 0, columns.size);
    const operators = lookUps.operators.map(({ en, ru }) => `${en}\n${ru}`.toLowerCase());
    const list = suppressed?.list ?? null;
    const picked = known ?? pick(columns, query, { operators, suppressed: list, lastSeen });
    this.#picked.set(key, picked);
    const [oldest] = this.#picked.keys();
    if (this.#picked.size > REMEMBERED && oldest !== undefined) this.#picked.delete(oldest);
    return picked;
  }

  #suppressedOf({ suppressions }: RunReader): Suppressed {
    const version = suppressions.version();
    if (this.#suppressed?.version !== version) this.#suppressed = { version, list: suppressions.load() };
    return this.#suppressed;
  }
}

/** Reads what is not as it was `before`; null: all. Others get their turn meanwhile. */
async function load(feed: NumberFeed, before: Kept | null, ranges: string | null): Promise<Kept> {
  // Before anything is read: what changes meanwhile is then seen the next time.
  const [epoch, state] = [feed.epoch(), feed.state()];
  const old = before?.epoch === epoch ? before : null;
  const projects = feed.projects();
  const blocks: ProjectBlock[] = [...(old?.columns.blocks ?? [])];
  let changed = 0;
  for (const [place, { id, mark }] of projects.entries()) {
    if (old?.marks.get(id) === mark && blocks[place] !== undefined) continue;
    blocks[place] = blockOf(feed.stays(id));
    changed++;
    if (changed % PROJECTS_A_TURN === 0) await turn();
  }
  const names = namesOf(feed, projects);
  const began = process.threadCpuUsage();
  const columns = columnsOf(names, blocks, old, changed);
  const { user, system } = process.threadCpuUsage(began);
  const lookUps = old?.lookUps ?? new HeldLookUps(ranges);
  const marks = new Map(projects.map(({ id, mark }) => [id, mark]));
  return new Kept({ epoch, state, marks, columns, lookUps, tookMs: (user + system) / 1_000 });
}

function columnsOf(
  names: HeldNames,
  blocks: readonly ProjectBlock[],
  old: Kept | null,
  changed: number,
): HeldColumns {
  if (changed > 0 || old === null) return new HeldColumns(names, blocks, old?.columns ?? null);
  old.columns.names = names;
  return old.columns;
}

function namesOf(feed: NumberFeed, projects: readonly FeedProject[]): HeldNames {
  return {
    projects,
    kinds: new Map(feed.kinds().map((kind) => [kind.id, kind])),
    runs: new Map(feed.runs().map((run) => [run.run, run])),
  };
}
