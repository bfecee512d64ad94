import type { ReadingOptions } from "./ingest-protocol.ts";

/** Names all that readings depend on beside other regions, so that another one makes every set be compared anew. */
export function readerVersion(
  table: string,
  { region, keep }: Pick<ReadingOptions, "region" | "keep">,
): string {
  return `${table} region=${region ?? "-"} keep=${[...keep].sort().join(",")}`;
}
