import type { PastReading } from "../../../model/legacy.ts";
import type { Sql } from "../sql.ts";

const COUNTED = ["clients", "projects", "pairs", "rejected", "recordsHeld", "recordsEmpty"] as const;
type Counted = (typeof COUNTED)[number];
type Change = Record<Counted | "records" | "came" | "went", number>;

/** What each version of a past held: kept as changes from version to version while projects are added. */
export class PastTotals {
  readonly #changes: ReadonlyMap<number, Change>;
  readonly #clients = new Map<string, number>();
  #held: PastReading["held"] | null = null;

  constructor(runs: readonly number[]) {
    this.#changes = new Map(runs.map((run) => [run, nothing()]));
  }

  projectCame(run: number): void {
    this.#of(run).projects++;
  }

  /** A client came with the first version that any of its projects is in. */
  clientSeen(client: string, run: number): void {
    this.#clients.set(client, Math.min(run, this.#clients.get(client) ?? run));
  }

  /** Readings of one project, in their order. */
  read(run: number, { rows, came, went, held }: PastReading): void {
    const change = this.#of(run);
    const before = this.#held ?? { records: 0, rejected: 0, empty: 0 };
    change.records += rows;
    change.pairs += came.size - went.length;
    change.rejected += held.rejected - before.rejected;
    change.recordsHeld += held.records - before.records;
    change.recordsEmpty += held.empty - before.empty;
    this.#held = held;
  }

  projectEnds(): void {
    this.#held = null;
  }

  #of(run: number): Change {
    return this.#changes.get(run) ?? nothing();
  }

  /** Once all membership is written: counts its numbers and ends the runs. */
  write(sql: Sql, source: number): void {
    for (const run of this.#clients.values()) this.#of(run).clients++;
    this.#countNumbers(sql, source);
    const held = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<Counted, number>;
    let numbers = 0;
    for (const [run, change] of this.#changes) {
      for (const name of COUNTED) held[name] += change[name];
      numbers += change.came - change.went;
      const totals = { ...held, numbers, quarantined: 0, unverified: 0, new: change.came, gone: change.went };
      sql.run(
        "UPDATE runs SET records = ?, totals = ? WHERE id = ?",
        change.records,
        JSON.stringify(totals),
        run,
      );
    }
  }

  /** A number came with the first of the spans that touch each other, and went where the last of them ends. */
  #countNumbers(sql: Sql, source: number): void {
    let number = -1n;
    let from = 0;
    let to = 0;
    const end = (): void => {
      if (number < 0n) return;
      this.#of(from).came++;
      if (to !== Infinity) this.#of(to).went++;
    };
    type Span = [number: bigint, from: bigint, to: bigint | null];
    const query =
      "SELECT number, from_run, to_run FROM membership WHERE source = :source ORDER BY number, from_run";
    for (const [next, began, ended] of sql.iterateBigArrays<Span>(query, { source })) {
      const last = ended === null ? Infinity : Number(ended);
      if (next === number && Number(began) <= to) {
        to = Math.max(to, last);
        continue;
      }
      end();
      [number, from, to] = [next, Number(began), last];
    }
    end();
  }
}

function nothing(): Change {
  return { ...zeros(COUNTED), records: 0, came: 0, went: 0 };
}

function zeros<K extends string>(names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
}
