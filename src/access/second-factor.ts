import { randomBytes } from "node:crypto";
import { hashSecret } from "./secrets.ts";

const ISSUER = "DataMaster";
const SECRET_BYTES = 20;
const PERIOD_S = 30;
/** Clocks of telephones may be a step off. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const RECOVERY = /^[a-z2-7]{16}$/;

/** A secret for a program that shows codes (RFC 6238), in base32. */
export async function newTotpSecret(): Promise<string> {
  const { Secret } = await import("otpauth");
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that a QR code holds. */
export async function totpUri(secret: string, email: string): Promise<string> {
  return (await totp(secret, email)).toString();
}

/** The time step in which a code of six digits is right; null where it is wrong, or was used or passed over already. */
export async function stepOf(
  secret: string,
  code: string,
  { after, now }: { readonly after: number | null; readonly now: number },
): Promise<number | null> {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const delta = (await totp(secret, "")).validate({ token, window: WINDOW, timestamp: now });
  if (delta === null) return null;
  const step = Math.floor(now / 1000 / PERIOD_S) + delta;
  return after !== null && step <= after ? null : step;
}

async function totp(secret: string, label: string) {
  const { TOTP, Secret } = await import("otpauth");
  return new TOTP({ issuer: ISSUER, label, period: PERIOD_S, secret: Secret.fromBase32(secret) });
}

/** Codes for when the telephone is lost: 80 bits each, shown once, kept hashed. */
export function newRecoveryCodes(): {
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
} {
  const plain = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_BYTES)));
  return {
    codes: plain.map((code) => code.replace(/(.{4})(?!$)/g, "$1-")),
    hashes: plain.map((code) => hashSecret(code)),
  };
}

/** What the store keeps of a recovery code as it was typed; null for what is none. */
export function recoveryHash(typed: string): string | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, "");
  return RECOVERY.test(code) ? hashSecret(code) : null;
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((group) => LETTERS.charAt(Number.parseInt(group, 2))).join("");
}
