import type { Spent } from "../../../model/limit.ts";
import type { Sql } from "../sql.ts";

/** No quota looks back further. */
const KEPT_MS = 3 * 86_400_000;

/** Adds to what an account was asked for in a run, and notes that the run's source is read from it. */
export function addSpentIn(sql: Sql, run: number, account: string, spent: readonly Spent[]): void {
  addSpent(sql, account, spent);
  sql.run(
    `INSERT INTO accounts (source, account) SELECT source, ?2 FROM runs WHERE id = ?1
     ON CONFLICT (source) DO UPDATE SET account = excluded.account WHERE accounts.account IS DISTINCT FROM excluded.account`,
    run,
    account,
  );
}

/** Adds to what an account was asked for. */
export function addSpent(sql: Sql, account: string, spent: readonly Spent[]): void {
  for (const { slot, cost } of spent) {
    sql.run(
      `INSERT INTO spent (account, slot, cost) VALUES (?, ?, ?)
       ON CONFLICT (account, slot) DO UPDATE SET cost = spent.cost + excluded.cost`,
      account,
      slot,
      cost,
    );
  }
  sql.run("DELETE FROM spent WHERE account = ? AND slot < ?", account, Date.now() - KEPT_MS);
}

/** What an account was asked for in the last days. */
export function spentOf(sql: Sql, account: string): Spent[] {
  return sql.all<{ slot: number; cost: number }>("SELECT slot, cost FROM spent WHERE account = ?", account);
}

/** The account that a source was last read from; null for none. */
export function accountOf(sql: Sql, source: string): string | null {
  return (
    sql.get<{ account: string }>(
      "SELECT a.account FROM accounts a JOIN sources s ON s.id = a.source WHERE s.name = ?",
      source,
    )?.account ?? null
  );
}
