import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { CopiedStore, CopyStep, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";

/**
 * Copies one store into another, which must hold nothing, and compares what was written with what was read. Rejects USAGE where
 * both are one, STORE_MISSING where there is nothing to copy, RUN_ACTIVE, STORE_NOT_EMPTY; leaves nothing where it rejects.
 */
export async function copyStore(
  from: AppPorts,
  to: AppPorts,
  onStep: (step: CopyStep) => void,
  signal: AbortSignal,
): Promise<CopiedStore> {
  await refuseSame(from, to);
  const source = await openExisting(from);
  try {
    const target = await to.openAdmin();
    try {
      return await drive(source.copyInto(target), onStep, signal);
    } finally {
      target.close();
    }
  } finally {
    source.close();
  }
}

/** Opening creates what is not there: that is what the other store is for. */
async function openExisting(ports: AppPorts): Promise<StoreAdmin> {
  (await ports.openReader()).close();
  return await ports.openAdmin();
}

async function refuseSame(from: AppPorts, to: AppPorts): Promise<void> {
  const [one, other] = [await fileOf(from), await fileOf(to)];
  if (from.store === to.store || (one !== null && one === other))
    throw new DatamasterError("USAGE", told("copySame", { store: to.store }));
}

/** The file that a store lies in, whichever way it is named; null for a server's. */
async function fileOf(ports: AppPorts): Promise<string | null> {
  const [file] = await ports.storeFiles();
  if (file === undefined) return null;
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

async function drive(
  steps: Generator<CopyStep, CopiedStore>,
  onStep: (step: CopyStep) => void,
  signal: AbortSignal,
): Promise<CopiedStore> {
  let next = steps.next();
  try {
    while (next.done !== true) {
      onStep(next.value);
      await nextTurn();
      signal.throwIfAborted();
      next = steps.next();
    }
    return next.value;
  } catch (error) {
    steps.throw(error);
    throw error;
  }
}
