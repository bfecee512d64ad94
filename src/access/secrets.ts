import { createHash, createHmac, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;
const ID_BYTES = 9;
const TOKEN_MARK = "dmp_";
const CHECK_LENGTH = 6;
const SECRET = /^[\w-]{43}$/;

/** Something nobody can guess: 256 bits, as 43 letters that need no quoting anywhere. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** What the store keeps of a secret: SHA-256 in hex. It has 256 bits of its own, so that no salt is needed. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** An id that may be seen: `u_…`, `s_…`, `t_…`. */
export function newId(kind: "u" | "s" | "t"): string {
  return `${kind}_${randomBytes(ID_BYTES).toString("base64url")}`;
}

/** Whether it has a secret's form, so that nothing else reaches the store. */
export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** A token for a program: its mark, a secret and a checksum, by which scanners of leaked secrets know it. */
export function newApiToken(): string {
  const secret = newSecret();
  return `${TOKEN_MARK}${secret}${checksum(secret)}`;
}

export function isApiToken(text: string): boolean {
  const secret = text.slice(TOKEN_MARK.length, -CHECK_LENGTH);
  return text.startsWith(TOKEN_MARK) && isSecret(secret) && text.endsWith(checksum(secret));
}

function checksum(secret: string): string {
  return createHash("sha256").update(`${TOKEN_MARK}${secret}`).digest("base64url").slice(0, CHECK_LENGTH);
}

/** The header that goes with a session: who cannot read the page cannot know it, and it tells nothing of the cookie. */
export function csrfOf(session: string): string {
  return createHmac("sha256", session).update("datamaster csrf").digest("base64url");
}
