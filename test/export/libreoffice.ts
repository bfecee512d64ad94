import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** What LibreOffice made of a file: its rows of texts as it holds them, and how many cells of it are formulas. */
export interface Opened {
  readonly rows: readonly (readonly string[])[];
  readonly formulas: number;
  /** How many cells hold a number, date or truth. */
  readonly values: number;
}

/** RFC 4180 in UTF-8, every column as it is: what a careful person chooses in the dialog. */
export const AS_TEXT = `CSV:44,34,76,1,${[1, 2, 3, 4, 5].map((column) => `${column}/2`).join("/")}`;

/** Opens files in one headless LibreOffice with a profile in `folder`; `filter` says how they are read. */
export async function openIn(
  folder: string,
  files: readonly string[],
  filter?: string,
): Promise<readonly Opened[]> {
  await promisify(execFile)(
    "soffice",
    [
      "--headless",
      `-env:UserInstallation=${pathToFileURL(join(folder, "profile"))}`,
      ...(filter === undefined ? [] : [`--infilter=${filter}`]),
      ...["--convert-to", "fods", "--outdir", folder],
      ...files,
    ],
    { timeout: 110_000 },
  );
  return files.map((file) =>
    readFlat(readFileSync(join(folder, basename(file).replace(/\.\w+$/, ".fods")), "utf8")),
  );
}

/** Reads OpenDocument's flat XML as far as it is needed here. */
function readFlat(xml: string): Opened {
  const cells = xml.match(/<table:table-cell[^>]*>/g) ?? [];
  const rows = [...xml.matchAll(/<table:table-row[^>]*>(.*?)<\/table:table-row>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<table:table-cell[^>]*?(?:\/>|>(.*?)<\/table:table-cell>)/gs)].map(([, cell = ""]) =>
      textOf(cell),
    ),
  );
  return {
    rows,
    formulas: cells.filter((cell) => cell.includes("table:formula")).length,
    values: cells.filter((cell) => /office:value-type="(?!string)/.test(cell)).length,
  };
}

function textOf(cell: string): string {
  const lines = [...cell.matchAll(/<text:p>(.*?)<\/text:p>|<text:p\/>/gs)].map(([, line = ""]) => line);
  return lines
    .join("\n")
    .replaceAll(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count = "1") => " ".repeat(Number(count)))
    .replaceAll("<text:tab/>", "\t")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
