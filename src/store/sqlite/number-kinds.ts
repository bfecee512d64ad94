import type { FoundNumber } from "../../model/number.ts";
import type { Sql } from "./sql.ts";

/** Ids of (region, type) in the table number_kinds, made when first needed and remembered. */
export class NumberKinds {
  readonly #sql: Sql;
  readonly #ids = new Map<string, number>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  idOf({ region, type }: FoundNumber): number {
    const key = `${region} ${type}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#find(region, type);
      this.#ids.set(key, id);
    }
    return id;
  }

  /** A transaction was undone: ids made in it are no more. */
  forget(): void {
    this.#ids.clear();
  }

  #find(region: string, type: string): number {
    this.#sql.run("INSERT OR IGNORE INTO number_kinds (region, type) VALUES (?, ?)", region, type);
    const row = this.#sql.get<{ id: number }>(
      "SELECT id FROM number_kinds WHERE region = ? AND type = ?",
      region,
      type,
    );
    return row?.id ?? 0;
  }
}
