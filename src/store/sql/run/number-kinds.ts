import type { NumberKind } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** Ids of (region, type) in the table number_kinds, made when first needed and remembered. */
export class NumberKinds {
  readonly #sql: Sql;
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  idOf({ region, type }: NumberKind): number {
    const name = `${region} ${type}`;
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#find(region, type);
      this.#ids.set(name, id);
      this.#names.set(id, name);
    }
    return id;
  }

  /** Region and type of an id that the table holds. */
  nameOf(id: number): string {
    let name = this.#names.get(id);
    if (name === undefined) {
      const row = this.#sql.get<NumberKind>("SELECT region, type FROM number_kinds WHERE id = ?", id);
      name = `${row?.region} ${row?.type}`;
      this.#names.set(id, name);
    }
    return name;
  }

  /** A transaction was undone: ids made in it are no more. */
  forget(): void {
    this.#ids.clear();
    this.#names.clear();
  }

  #find(region: string, type: string): number {
    this.#sql.run(
      "INSERT INTO number_kinds (region, type) VALUES (?, ?) ON CONFLICT DO NOTHING",
      region,
      type,
    );
    const row = this.#sql.get<{ id: number }>(
      "SELECT id FROM number_kinds WHERE region = ? AND type = ?",
      region,
      type,
    );
    return row?.id ?? 0;
  }
}
