import type { DeliveryTarget, SftpOptions } from "./deliver.ts";

/** Soon. */
export function createSftp(options: SftpOptions): DeliveryTarget {
  throw new Error(options.kind);
}
