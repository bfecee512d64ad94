import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { writeWholeFile } from "../base/whole-file.ts";
import { told } from "../messages/messages.ts";
import { type HashKey, halfSipHash } from "./half-sip-hash.ts";

/** What a tombstone is of: a number, or the digits by which a text is known that holds it. */
export type TombstoneOf = "number" | "digits";

const KEY_BYTES = 32;
/** So many bits of the short hash are kept with a tombstone: beside 100,000 of them one number in 160 needs a MAC. */
const HINT_BITS = 24;
export const HINTS = 1 << HINT_BITS;
const MODES = { mode: 0o600, folderMode: 0o700 };

/**
 * The secret under which erased numbers are still known again: it lies in a file of its own, so that the database alone
 * tells nobody which they were.
 */
export class TombstoneKey {
  /** Names the key and tells nothing of it. */
  readonly fingerprint: string;
  readonly #macKeys: Readonly<Record<TombstoneOf, Buffer>>;
  readonly #hintKeys: Readonly<Record<TombstoneOf, HashKey>>;

  constructor(secret: Uint8Array) {
    const derive = (purpose: string): Buffer =>
      createHmac("sha256", secret).update(`datamaster tombstone ${purpose}`).digest();
    this.fingerprint = derive("fingerprint").toString("hex").slice(0, 16);
    this.#macKeys = { number: derive("number"), digits: derive("digits") };
    this.#hintKeys = { number: hashKey(derive("number hint")), digits: hashKey(derive("digits hint")) };
  }

  /** HMAC-SHA-256 in hex. */
  mac(of: TombstoneOf, value: number | bigint): string {
    return createHmac("sha256", this.#macKeys[of]).update(String(value)).digest("hex");
  }

  /** A short keyed hash, below {@link HINTS}: it tells quickly of most values that they have no tombstone. */
  hint(of: TombstoneOf, low: number, high: number): number {
    return halfSipHash(this.#hintKeys[of], low, high) & (HINTS - 1);
  }
}

function hashKey(bytes: Buffer): HashKey {
  return { low: bytes.readInt32LE(0), high: bytes.readInt32LE(4) };
}

/** The key of a file; null where there is none. Throws TOMBSTONE_KEY where it cannot be read or is no key. */
export function readTombstoneKey(file: string): TombstoneKey | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unusable(file, error);
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw new DatamasterError("TOMBSTONE_KEY", told("keyNoKey", { file }));
  return new TombstoneKey(Buffer.from(text, "hex"));
}

/** Makes a key and its file, readable by its owner alone. Throws TOMBSTONE_KEY where it cannot be written. */
export function makeTombstoneKey(file: string): TombstoneKey {
  const secret = randomBytes(KEY_BYTES);
  try {
    writeWholeFile(file, `${secret.toString("hex")}\n`, MODES);
  } catch (error) {
    throw unusable(file, error);
  }
  return new TombstoneKey(secret);
}

function unusable(file: string, cause: unknown): DatamasterError {
  return new DatamasterError("TOMBSTONE_KEY", told("keyUnusable", { file, why: messageOf(cause) }), {
    cause,
  });
}
