import type { RunReader, StoreAdmin } from "../store/store.ts";
import type { AppPorts } from "./app.ts";

/** Opens the store for changes, and closes it when `work` is over. `who` acts; default: whoever the ports are for. */
export async function changing<T>(
  ports: Pick<AppPorts, "openAdmin">,
  work: (admin: StoreAdmin) => T | Promise<T>,
  who?: string,
): Promise<T> {
  const admin = await (who === undefined ? ports.openAdmin() : ports.openAdmin(who));
  try {
    return await work(admin);
  } finally {
    admin.close();
  }
}

/** Opens the store for reading, and closes it when `work` is over. Rejects STORE_MISSING where there is none. */
export async function reading<T>(
  ports: Pick<AppPorts, "openReader">,
  work: (reader: RunReader) => T | Promise<T>,
): Promise<T> {
  const reader = await ports.openReader();
  try {
    return await work(reader);
  } finally {
    reader.close();
  }
}
