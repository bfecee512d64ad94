import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatamasterError, messageOf, ParkError, StopRunError } from "../../base/errors.ts";
import { makeFolder, writeWholeFile } from "../../base/whole-file.ts";
import { told } from "../../messages/messages.ts";
import type { KeptTokens, TokenKeeper } from "../../model/token.ts";
import { withFileLock } from "../sqlite/file-lock.ts";

/** What a sign-in is known by: who gave its first refresh token to whom. */
export interface SignIn {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly refreshToken: string;
}

const MODES = { mode: 0o600, folderMode: 0o700 };
/** Longer than anybody waits for an answer of a token endpoint. */
const PATIENCE_MS = 20_000;

/** The file that a sign-in's tokens are kept in. A new refresh token in the config is another sign-in, with another file. */
function tokenFilePath(folder: string, { tokenUrl, clientId, refreshToken }: SignIn): string {
  const name = createHash("sha256")
    .update(JSON.stringify([tokenUrl, clientId, refreshToken]))
    .digest("hex");
  return join(folder, `${name.slice(0, 16)}.json`);
}

/**
 * {@link TokenKeeper} over one small file (mode 600, in a folder of mode 700), which is replaced whole and synced. A file
 * and no table, so that a database that is copied or handed on holds no secret.
 */
export function createTokenFile(folder: string, signIn: SignIn): TokenKeeper {
  const path = tokenFilePath(folder, signIn);
  return {
    async alone(work, signal) {
      try {
        makeFolder(folder, MODES.folderMode);
        const held = await withFileLock(`${path}.lock`, PATIENCE_MS, signal, () => work(readTokenFile(path)));
        if (held !== null) return held.result;
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        // Told before anything was exchanged that could not be saved.
        throw unusable(folder, cause);
      }
      throw new ParkError("CRM_NO_TOKEN", told("tokensBusy"));
    },
    async save(tokens) {
      writeWholeFile(path, `${JSON.stringify(tokens, null, 2)}\n`, MODES);
    },
  };
}

/** Where a sign-in's tokens are or would be kept. Throws StopRunError TOKENS_FAILED where a run could not use them. */
export function inspectTokenFile(
  folder: string,
  signIn: SignIn,
): { readonly file: string; readonly isThere: boolean } {
  const file = tokenFilePath(folder, signIn);
  try {
    accessSync(nearestFolder(resolve(folder)), constants.W_OK);
    return { file, isThere: readTokenFile(file) !== null };
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

/** The folder itself, or the one in which it would be made. */
function nearestFolder(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : nearestFolder(parent);
}

function unusable(folder: string, cause: unknown): DatamasterError {
  if (cause instanceof DatamasterError) return cause;
  return new StopRunError("TOKENS_FAILED", told("tokensUnusable", { folder, why: messageOf(cause) }), {
    cause,
  });
}

/** What a file keeps; null where there is none. Throws StopRunError TOKENS_FAILED where it was cut or changed. */
function readTokenFile(path: string): KeptTokens | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const kept = parsed(text);
  if (kept === null) throw new StopRunError("TOKENS_FAILED", told("tokensDamaged", { file: path }));
  return kept;
}

function parsed(text: string): KeptTokens | null {
  try {
    const { refreshToken, accessToken, expiresAt } = JSON.parse(text) as Partial<Record<string, unknown>>;
    const isTime = typeof expiresAt === "string" && !Number.isNaN(Date.parse(expiresAt));
    if (typeof refreshToken !== "string" || refreshToken === "" || typeof accessToken !== "string")
      return null;
    return expiresAt === null || isTime
      ? { refreshToken, accessToken, expiresAt: expiresAt as string | null }
      : null;
  } catch {
    return null;
  }
}
