import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { draftFile, type SourceDraft, tokenVariable, withVariable } from "../config/config.ts";
import { told } from "../messages/messages.ts";

/** Where `init` writes, as absolute paths. */
export interface InitPlaces {
  readonly config: string;
  readonly dotenv: string;
}

/** Secrets are in one of them, and the other names where numbers lie: both are their owner's alone. */
const MODE = 0o600;

/**
 * Writes the config file and, where a token is given, its line of .env. Both are written beside their places first, so
 * that neither is ever half there. Rejects OUTPUT_FAILED, and then leaves everything as it was.
 */
export async function writeInitFiles(
  places: InitPlaces,
  draft: SourceDraft,
  token: string | null,
): Promise<void> {
  const texts: [file: string, text: string][] = [[places.config, await draftFile(draft)]];
  if (token !== null) {
    const before = existsSync(places.dotenv) ? readFileSync(places.dotenv, "utf8") : "";
    texts.unshift([places.dotenv, withVariable(before, tokenVariable(draft.name), token)]);
  }
  const parts: [part: string, file: string][] = [];
  try {
    for (const [file, text] of texts) {
      // A link stays a link.
      const target = existsSync(file) ? realpathSync(file) : file;
      const part = `${target}.part`;
      rmSync(part, { force: true });
      parts.push([part, target]);
      writeFileSync(part, text, { mode: MODE, flag: "wx", flush: true });
    }
    for (const [part, file] of parts) renameSync(part, file);
  } catch (error) {
    for (const [part] of parts) rmSync(part, { force: true });
    throw new DatamasterError(
      "OUTPUT_FAILED",
      told("outputFailed", {
        file: texts.map(([file]) => basename(file)).join(", "),
        why: messageOf(error),
      }),
      { cause: error },
    );
  }
}
