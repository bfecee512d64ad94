import { createCipheriv, createDecipheriv } from "node:crypto";

const PREFIX = "n_";
/** Told apart from what another key, or nobody, encrypted: a guess fits once in 2^64. */
const MARK = Buffer.from("dm number");
const MARK_LENGTH = 8;

/** Names of numbers for addresses and answers: they tell nothing of the number to who has not the key. */
export interface NumberIds {
  /** `n_` and 22 letters; the same for a number as long as the key is. */
  idOf(number: bigint): string;
  /** Null where the id was not made with this key. */
  numberOf(id: string): bigint | null;
}

/** `key`: 32 bytes, for this purpose alone. One block of AES-256 each: the number and a constant. */
export function createNumberIds(key: Uint8Array): NumberIds {
  return {
    idOf(number) {
      const block = Buffer.alloc(16);
      block.writeBigUInt64BE(number);
      MARK.copy(block, 8, 0, MARK_LENGTH);
      const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
      return PREFIX + Buffer.concat([cipher.update(block), cipher.final()]).toString("base64url");
    },
    numberOf(id) {
      const sealed = Buffer.from(id.slice(PREFIX.length), "base64url");
      // Base64 has several spellings of the same bytes; an id has one.
      if (sealed.length !== 16 || id !== PREFIX + sealed.toString("base64url")) return null;
      const cipher = createDecipheriv("aes-256-ecb", key, null).setAutoPadding(false);
      const block = Buffer.concat([cipher.update(sealed), cipher.final()]);
      return MARK.subarray(0, MARK_LENGTH).equals(block.subarray(8)) ? block.readBigUInt64BE() : null;
    },
  };
}
