import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const KEY_BYTES = 32;
const NONCE_BYTES = 16;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const derive = promisify(argon2);

/** A password as it is kept: argon2id in the PHC form, with its own salt and cost. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const key = await derive("argon2id", {
    message: password.normalize("NFC"),
    nonce,
    tagLength: KEY_BYTES,
    ...COST,
  });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(key)}`;
}

/** Whether it is the password of `kept`. With null, where there is no such account, it takes as long and is not. */
export async function verifyPassword(password: string, kept: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = "", hash = ""] = PHC.exec(kept ?? "") ?? [];
  const isKnown = memory !== undefined;
  const key = await derive("argon2id", {
    message: password.normalize("NFC"),
    nonce: isKnown ? Buffer.from(salt, "base64") : Buffer.alloc(NONCE_BYTES),
    tagLength: KEY_BYTES,
    memory: Number(memory ?? COST.memory),
    passes: Number(passes ?? COST.passes),
    parallelism: Number(parallelism ?? COST.parallelism),
  });
  const expected = isKnown ? Buffer.from(hash, "base64") : Buffer.alloc(KEY_BYTES);
  return timingSafeEqual(key, expected) && isKnown;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
