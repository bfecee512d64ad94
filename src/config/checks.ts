import { isIP } from "node:net";
import { NO_PROXY_AT_ALL } from "./proxy.ts";

const STORE = /^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/s;
const TOKEN = /^[\x21-\x7e]+$/;
const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Codes that name no country: reserved for private use, groups of countries, unknown. */
const NO_COUNTRY = /^(?:AA|Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN)$/;

export function isStore(value: string): boolean {
  return STORE.test(value);
}

/** Stands for a token that this command does without; it passes the check of a token. */
export const NO_TOKEN = "-";

/** Fits into an HTTP header: printable ASCII without spaces. */
export function isToken(value: string): boolean {
  return TOKEN.test(value);
}

export function isSourceName(value: string): boolean {
  return SOURCE_NAME.test(value);
}

/** Settings that hold a secret: by the last part of their path. */
const SECRETS: ReadonlySet<string | undefined> = new Set([
  ...["token", "clientSecret", "refreshToken"],
  ...["password", "passphrase", "accessKeyId", "secretAccessKey"],
]);

export function isSecretKey(path: readonly string[]): boolean {
  return SECRETS.has(path.at(-1));
}

/** Printable ASCII, blanks inside included (RFC 6749, appendix A). */
export function isSecret(value: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value);
}

export function isOneLine(value: string): boolean {
  return /^[^\p{Cc}]+$/u.test(value);
}

/** As a base URL, but with a query if the CRM wants one (RFC 6749, 3.2). */
export function isTokenUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.hash === "" && !value.includes("#") && isBaseUrl(value.replace(/\?.*$/s, ""));
}

/** http or https, with a host, without credentials, query and fragment. */
export function isBaseUrl(value: string): boolean {
  const url = URL.parse(value);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return (
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === "" &&
    !/[?#\s]/.test(value)
  );
}

/** An HTTP proxy, which may ask for user and password; or `none`. */
export function isProxy(value: string): boolean {
  if (value === NO_PROXY_AT_ALL) return true;
  const url = URL.parse(value);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.pathname === "/";
}

/** Without the slashes at its end, so that paths can be added. */
export function trimBaseUrl(value: string): string {
  let end = value.length;
  while (value.endsWith("/", end)) end -= 1;
  return value.slice(0, end);
}

/** A country by its own ISO 3166-1 code, in either case; `UK` and other aliases are not. */
export function isCountry(value: string): boolean {
  return /^[A-Za-z]{2}$/.test(value) && canonicalCountry(value) === value.toUpperCase();
}

/** The code of the country that a two-letter text stands for (`uk` -> `GB`); null when it stands for none. */
export function canonicalCountry(value: string): string | null {
  if (!/^[A-Za-z]{2}$/.test(value)) return null;
  const region = new Intl.Locale(`und-${value}`).region ?? "";
  const named = new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(region) !== undefined;
  return named && !NO_COUNTRY.test(region) ? region : null;
}

/** A URL with everything between `//` and `@` masked: it may hold a password. */
export function maskUrl(value: string): string {
  return value.replace(/(:\/\/)[^/?#]*@/, "$1***@").replace(/([?&][^=&]*=)[^&#]*/g, "$1***");
}

/** An IPv4 or IPv6 network: `10.0.0.0/8`, `fd00::/8`; an address alone is a network of one. */
export function isNetwork(text: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && !address.includes("%") && Number(bits ?? 0) <= (version === 4 ? 32 : 128);
}

/** A public key of age, as far as its look tells. */
export function isRecipient(text: string): boolean {
  return /^age1[0-9a-z]{20,}$/.test(text);
}
