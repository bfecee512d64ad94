import type { DeliveryTarget, S3Options } from "./deliver.ts";

/** Soon. */
export function createS3(options: S3Options): DeliveryTarget {
  throw new Error(options.kind);
}
