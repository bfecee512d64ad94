import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatamasterError, messageOf, whyOf } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { writeWholeFile } from "../base/whole-file.ts";
import { told } from "../messages/messages.ts";
import { packRegister, Register, type RegisterInfo } from "./register.ts";
import { readRegister } from "./register-reading.ts";

const ENDING = ".ranges";

/** What an import took in, and the rows that it left out. */
export interface ImportedRegister extends RegisterInfo {
  readonly skipped: readonly Told[];
}

/**
 * Reads a country's register from the files that its regulator publishes, and keeps it in the folder as COUNTRY.ranges,
 * in place of the one before. The file appears whole or not at all. Throws RANGES_INVALID, OUTPUT_FAILED.
 */
export function importRegister(
  folder: string,
  files: readonly string[],
  options: { readonly skipBad: boolean },
): ImportedRegister {
  const { format, rows, skipped, ...read } = readRegister(files, options.skipBad);
  const { country, blockSize } = format;
  const blocks = format.blocks.filter((block) =>
    rows.some(({ from }) => Math.floor(from / blockSize) === block),
  );
  const info: RegisterInfo = {
    country,
    importedAt: new Date().toISOString(),
    ...read,
    ranges: rows.length,
    operators: new Set(rows.map(({ holder }) => holder.operator)).size,
    blockSize,
    blocks,
    missing: format.blocks.filter((block) => !blocks.includes(block)),
  };
  writeWhole(folder, `${country}${ENDING}`, packRegister(info, rows));
  return { ...info, skipped };
}

function writeWhole(folder: string, name: string, bytes: Buffer): void {
  const path = join(folder, name);
  try {
    // Registers are public: others may read them.
    writeWholeFile(path, bytes, { mode: 0o644, folderMode: 0o777 });
  } catch (cause) {
    const what = told("outputFailed", { file: path, why: messageOf(cause) });
    throw new DatamasterError("OUTPUT_FAILED", what, { cause });
  }
}

/** The registers in a folder, by country; none where there is no folder. Throws RANGES_INVALID where one is damaged. */
export function openRegisters(folder: string): Register[] {
  return namesIn(folder).map((name) => {
    const path = join(folder, name);
    try {
      return new Register(readFileSync(path));
    } catch (error) {
      throw damaged(path, error);
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw damaged(folder, error);
  }
}

function damaged(file: string, error: unknown): DatamasterError {
  return new DatamasterError("RANGES_INVALID", told("rangesDamaged", { file, why: whyOf(error) }));
}
