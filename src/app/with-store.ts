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

/** As {@link changing}, of a store that is there. Rejects STORE_MISSING where there is none. */
export async function changingExisting<T>(
  ports: Pick<AppPorts, "openAdmin" | "openReader">,
  work: (admin: StoreAdmin) => T | Promise<T>,
): Promise<T> {
  // To open a store for changes makes one where there is none.
  (await ports.openReader()).close();
  return await changing(ports, work);
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

/** As {@link reading}; null where there is no store yet. */
export async function readingIfAny<T>(
  ports: Pick<AppPorts, "openReader" | "storeHoldsData">,
  work: (reader: RunReader) => T | Promise<T>,
): Promise<T | null> {
  return (await ports.storeHoldsData()) ? await reading(ports, work) : null;
}
