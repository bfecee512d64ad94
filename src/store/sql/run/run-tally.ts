import type { RepairCounts } from "../../../model/run.ts";
import type { PhoneFacts } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** What the pages of one transaction add to their run's counts: written once at its end, not page by page. */
export class RunTally {
  readonly #sql: Sql;
  readonly #records = new Map<number, number>();
  readonly #erased = new Map<number, number>();
  readonly #suppressed = new Map<number, number>();
  readonly #repairs = new Map<number, Map<string, number>>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** `erased`: how many of the page's records held a number that was erased. */
  add(run: number, { records, repaired, suppressed = 0 }: PhoneFacts, erased: number): void {
    add(this.#records, run, records);
    if (suppressed > 0) add(this.#suppressed, run, suppressed);
    if (erased > 0) add(this.#erased, run, erased);
    const counts = this.#repairs.get(run) ?? new Map<string, number>();
    for (const [code, count] of Object.entries(repaired satisfies RepairCounts)) add(counts, code, count);
    this.#repairs.set(run, counts);
  }

  /** Before the transaction is committed. */
  write(): void {
    for (const [run, records] of this.#records)
      this.#sql.hot("UPDATE runs SET records = records + ? WHERE id = ?").run(records, run);
    for (const [run, erased] of this.#erased)
      this.#sql.hot("UPDATE runs SET erased = erased + ? WHERE id = ?").run(erased, run);
    for (const [run, suppressed] of this.#suppressed)
      this.#sql.hot("UPDATE runs SET suppressed = suppressed + ? WHERE id = ?").run(suppressed, run);
    for (const [run, counts] of this.#repairs) {
      for (const [code, count] of counts) this.#addRepairs(run, code, count);
    }
    this.forget();
  }

  /** The transaction was undone. */
  forget(): void {
    this.#records.clear();
    this.#erased.clear();
    this.#suppressed.clear();
    this.#repairs.clear();
  }

  #addRepairs(run: number, code: string, count: number): void {
    const repairs = this.#sql.hot(
      `INSERT INTO repairs (run, code, count) VALUES (?, ?, ?)
       ON CONFLICT (run, code) DO UPDATE SET count = repairs.count + excluded.count`,
    );
    repairs.run(run, code, count);
  }
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
