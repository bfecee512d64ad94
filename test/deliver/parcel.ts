import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Parcel } from "../../src/deliver/deliver.ts";

/** A parcel with these files, which it writes into the folder. */
export function parcelOf(folder: string, contents: Readonly<Record<string, string | Uint8Array>>): Parcel {
  return {
    delivery: "dialler",
    source: "main-crm",
    run: 7,
    startedAt: "2026-11-22T08:27:00.000Z",
    status: "complete",
    files: Object.entries(contents).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      const sha256 = createHash("sha256").update(content).digest("hex");
      return { name, path, bytes: Buffer.byteLength(content), sha256, rows: 1 };
    }),
  };
}
