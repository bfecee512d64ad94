import { createHash, hkdfSync } from "node:crypto";
import { inspect } from "node:util";

const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;

/** The one secret of an installation: it seals what lies in the store, and shows itself to nobody. */
export class MasterKey {
  /** Names the key and tells nothing of it. */
  readonly id: string;
  readonly #secret: Buffer;

  constructor(secret: Uint8Array) {
    this.#secret = Buffer.from(secret);
    this.id = createHash("sha256").update("datamaster key id\0").update(secret).digest("hex").slice(0, 12);
  }

  /** A key of its own for each purpose: 32 bytes, HKDF-SHA256 (RFC 5869). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#secret, "", `datamaster ${purpose}`, KEY_BYTES));
  }

  toJSON(): string {
    return "***";
  }

  [inspect.custom](): string {
    return `MasterKey(${this.id})`;
  }
}

/** The key that 64 hexadecimal digits stand for; null for any other text. */
export function masterKeyOf(text: string): MasterKey | null {
  const digits = text.trim();
  return HEX.test(digits) ? new MasterKey(Buffer.from(digits, "hex")) : null;
}

/** 32 bytes for `purpose`, by HKDF-SHA256. */
export function deriveKey(master: MasterKey, purpose: string): Buffer {
  return master.derive(purpose);
}
