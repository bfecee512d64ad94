import type { ErasureCounts, Sought } from "../store/store.ts";
import type { AppPorts } from "./app.ts";

/** What an erasure would do, or did. */
export interface ErasureReport extends ErasureCounts {
  /** How many different numbers were asked for. */
  readonly asked: number;
}

/** What {@link eraseNumbers} would find; changes nothing. Rejects STORE_MISSING, RUN_ACTIVE, TOMBSTONE_KEY. */
export async function previewErasure(ports: AppPorts, sought: Sought): Promise<ErasureReport> {
  return await withErasure(ports, ({ erasure }) => ({
    asked: sought.numbers.length,
    ...erasure.preview(sought),
  }));
}

/**
 * Erases numbers from all that the store keeps, leaves tombstones so that they do not come back, and notes it in the audit log.
 * When it resolves, no byte of them is left in the store's files. Rejects as {@link previewErasure} does, and STORE_FAILED.
 */
export async function eraseNumbers(ports: AppPorts, sought: Sought): Promise<ErasureReport> {
  return await withErasure(ports, ({ erasure, audit }) => {
    const counts = erasure.erase(sought, (found) => {
      const numbers = erasure.aliases(sought.numbers.map(({ number }) => number));
      audit.append({ action: "erase", detail: { ...found, numbers, known: found.numbers } });
    });
    erasure.wipe();
    return { asked: sought.numbers.length, ...counts };
  });
}

/** Takes the tombstones of numbers away, so that the next run may bring them back; tells how many had one. */
export async function allowReturn(ports: AppPorts, sought: Sought): Promise<number> {
  return await withErasure(ports, (admin) =>
    admin.transaction(() => {
      const numbers = sought.numbers.map(({ number }) => number);
      const allowed = admin.erasure.allowReturn(numbers);
      const aliases = admin.erasure.aliases(numbers);
      admin.audit.append({ action: "erase", detail: { numbers: aliases, allowedToReturn: allowed } });
      return allowed;
    }),
  );
}

async function withErasure<T>(
  ports: AppPorts,
  work: (admin: Awaited<ReturnType<AppPorts["openAdmin"]>>) => T,
): Promise<T> {
  // An admin makes a database where there is none.
  (await ports.openReader()).close();
  const admin = await ports.openAdmin();
  try {
    return work(admin);
  } finally {
    admin.close();
  }
}
