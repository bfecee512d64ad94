import type { StoreAdmin } from "../admin.ts";
import type { AuditLog } from "../audit.ts";
import type { DeliveryLog } from "../deliveries.ts";
import { AuditRows, appendAudit } from "./audit.ts";
import { deliveryLog } from "./deliveries.ts";
import { inTransaction, type Sql } from "./sql.ts";

/** {@link StoreAdmin} over one connection, which it closes, beside other readers and writers of the database. */
export class SqlAdmin implements StoreAdmin {
  readonly who: string;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
  readonly #sql: Sql;
  #isWorking = false;

  constructor(sql: Sql, who: string) {
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

  transaction<T>(work: () => T): T {
    if (this.#isWorking) return work();
    this.#isWorking = true;
    try {
      return inTransaction(this.#sql, work);
    } finally {
      this.#isWorking = false;
    }
  }

  close(): void {
    this.#sql.close();
  }
}
