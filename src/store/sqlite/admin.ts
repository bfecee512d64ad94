import type { StoreAdmin } from "../admin.ts";
import type { AuditLog } from "../audit.ts";
import type { DeliveryLog } from "../deliveries.ts";
import { AuditRows, appendAudit } from "./audit.ts";
import { guardAudit } from "./audit-guard.ts";
import { deliveryLog } from "./deliveries.ts";
import { toStoreError } from "./failure.ts";
import { openForWriting } from "./open.ts";
import { Sql } from "./sql.ts";

/** {@link StoreAdmin} over one SQLite file, beside other readers and writers of it. */
export class SqliteAdmin implements StoreAdmin {
  readonly who: string;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
  readonly #sql: Sql;

  private constructor(sql: Sql, who: string) {
    this.#sql = sql;
    this.who = who;
    this.deliveries = deliveryLog(sql);
    const rows = new AuditRows(sql);
    this.audit = {
      list: (filter) => rows.list(filter),
      verify: (head) => rows.verify(head),
      append: (record) => this.transaction(() => appendAudit(sql, who, record)),
    };
  }

  /** Opens or creates the file, as the writer of runs does. Rejects STORE_FAILED, STORE_FOREIGN, STORE_NEWER. */
  static async open(path: string, who: string): Promise<SqliteAdmin> {
    const db = await openForWriting(path);
    try {
      guardAudit(db);
      return new SqliteAdmin(new Sql(db, path), who);
    } catch (error) {
      db.close();
      throw toStoreError(path, error);
    }
  }

  transaction<T>(work: () => T): T {
    const { db } = this.#sql;
    if (db.isTransaction) return work();
    this.#exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk can have rolled back already.
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }

  #exec(command: "BEGIN IMMEDIATE" | "COMMIT"): void {
    const { db, path } = this.#sql;
    try {
      db.exec(command);
    } catch (error) {
      throw toStoreError(path, error);
    }
  }

  close(): void {
    this.#sql.db.close();
  }
}
