import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey, type MasterKey } from "./master-key.ts";

/** Where a sealed text lies: it opens there and nowhere else. */
export interface SealedPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** What opening gave: the text, or why it did not open. */
export type Opened =
  | { readonly text: string }
  /** `keyId` names the key that it is sealed under. */
  | { readonly wrong: "key"; readonly keyId: string }
  | { readonly wrong: "damaged" };

const VERSION = "v1";
const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([0-9a-f]{12})\.([\w-]{16})\.([\w-]+)$/;

/** Seals a text for one place: AES-256-GCM, a random IV of 96 bits, the key's id in front; fit for a column of text. */
export function seal(master: MasterKey, text: string, place: SealedPlace): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, deriveKey(master, "sealing"), iv).setAAD(aad(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, master.id, iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** Opens what {@link seal} made for this place. Tells a text under another key from one that was changed or moved. */
export function open(master: MasterKey, sealed: string, place: SealedPlace): Opened {
  const [, keyId, iv = "", body = ""] = SEALED.exec(sealed) ?? [];
  const bytes = Buffer.from(body, "base64url");
  // The last letter has bits to spare: what spells the same bytes another way was changed too.
  const isWhole = bytes.length >= TAG_BYTES && bytes.toString("base64url") === body;
  if (keyId === undefined || !isWhole) return { wrong: "damaged" };
  if (keyId !== master.id) return { wrong: "key", keyId };
  const decipher = createDecipheriv(CIPHER, deriveKey(master, "sealing"), Buffer.from(iv, "base64url"))
    .setAAD(aad(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    return { text: text.toString("utf8") };
  } catch {
    return { wrong: "damaged" };
  }
}

function aad({ table, row, column }: SealedPlace): Buffer {
  return Buffer.from([table, row, column].join("|"));
}
