import { createHash } from "node:crypto";
import { DatamasterError, whyOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AuditDetail, AuditValue } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing } from "../with-store.ts";
import type { ExportRequest } from "./export-held.ts";

/** A file that was written, still to be put in its place. */
export interface PlacedFile {
  /** Absolute. */
  readonly file: string;
  readonly rows: number;
  /** In hex. */
  readonly sha256: string;
}

/** How an export ended. */
export interface ExportEnd {
  readonly rows: number;
  /** Rows of numbers that must not be called, left out or not. */
  readonly suppressed: number;
}

/** Files of a split export beyond these are told as a number and one hash. */
const LISTED = 100;

/**
 * Notes an export in the audit log: what cannot be noted is not exported. Files are noted before they are in their place;
 * what goes to a stream is noted before its first row, and again with its rows after the last. Each call rejects with the
 * store's error code.
 */
export class ExportNote {
  readonly #ports: AppPorts;
  readonly #detail: AuditDetail;
  #begun: number | null = null;

  /** `detail`: what is asked for, as {@link exportDetail} tells it. */
  constructor(ports: AppPorts, detail: AuditDetail) {
    this.#ports = ports;
    this.#detail = detail;
  }

  /** Of an export to stdout, before its first row. */
  async begin(): Promise<void> {
    this.#begun = await this.#append({ ...this.#detail, out: "stdout" });
  }

  /** Of an export to stdout, after its last row. */
  async end({ rows, suppressed }: ExportEnd, sha256: string): Promise<void> {
    await this.#append({ ends: this.#begun, rows, suppressed, sha256 });
  }

  /** Of an export to files, which are written whole and not yet in their place. */
  async files({ rows, suppressed }: ExportEnd, files: readonly PlacedFile[]): Promise<void> {
    const facts: AuditDetail =
      files.length <= LISTED
        ? { files: files.map(({ file, rows, sha256 }) => ({ file, rows, sha256 })) }
        : { files: files.length, first: files[0]?.file ?? "", sha256: hashOfAll(files) };
    await this.#append({ ...this.#detail, rows, suppressed, ...facts }, files);
  }

  /** An erasure finds the files by their paths. */
  async #append(detail: AuditDetail, files: readonly PlacedFile[] = []): Promise<number> {
    try {
      return await changing(this.#ports, (admin) =>
        admin.transaction(() => {
          const { seq, at } = admin.audit.append({ action: "export", detail });
          for (const { file } of files) admin.erasure.noteFile({ path: file, kind: "export", at });
          return seq;
        }),
      );
    } catch (error) {
      const code = error instanceof DatamasterError ? error.code : "STORE_FAILED";
      throw new DatamasterError(code, told("exportNotNoted", { why: whyOf(error) }), { cause: error });
    }
  }
}

/** Of the lines that `sha256sum` prints of the files, in the order of their writing. */
function hashOfAll(files: readonly PlacedFile[]): string {
  const hash = createHash("sha256");
  for (const { file, sha256 } of files) hash.update(`${sha256}  ${file}\n`);
  return hash.digest("hex");
}

/** What an export asks for, as the audit log keeps it: what is not narrowed is left out. */
export function exportDetail({
  of,
  format,
  gzip,
  filter,
  columns,
  ...request
}: Omit<ExportRequest, "onRow" | "onSuppressed" | "onPlaceholder">): AuditDetail {
  const { enrich, flagged, newSinceTime, split, includeSuppressed = false } = request;
  const narrowed = {
    ...filter,
    flagged,
    newSinceTime,
    operators: enrich?.operators,
    timeZones: enrich?.timeZones,
  };
  return {
    of,
    format,
    filter: narrowing(narrowed),
    includeSuppressed,
    ...(gzip === true && { gzip }),
    ...(columns !== undefined && { columns }),
    ...(split !== undefined && { split }),
  };
}

function narrowing(filter: Readonly<Record<string, AuditValue | undefined>>): AuditDetail {
  const isNarrow = (name: string, value: AuditValue | undefined): boolean =>
    Array.isArray(value) ? value.length > 0 : Boolean(value) && !(name === "minProjects" && value === 1);
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (isNarrow(name, value) ? [[name, value ?? null]] : [])),
  );
}
