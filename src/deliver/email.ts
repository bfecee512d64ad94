import type { DeliveryTarget, EmailOptions } from "./deliver.ts";

/** Soon. */
export function createEmail(options: EmailOptions): DeliveryTarget {
  throw new Error(options.kind);
}
