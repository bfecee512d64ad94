import { messageOf } from "../../base/errors.ts";
import type { AuditDetail } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing } from "../with-store.ts";

/** Notes a change of the configuration in the audit log, where there is a database; what cannot be noted is warned of. */
export async function noteConfig(ports: AppPorts, detail: AuditDetail): Promise<void> {
  try {
    if (!(await ports.storeHoldsData())) return;
    await changing(ports, (admin) => admin.audit.append({ action: "config", detail }));
  } catch (error) {
    ports.log.warn(messageOf(error));
  }
}
