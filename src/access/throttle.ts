import { isIPv4, isIPv6 } from "node:net";
import type { People } from "../store/store.ts";
import { isoOf, TRIES_KEPT_MS } from "./rules.ts";
import { hashSecret } from "./secrets.ts";

/** So many failed tries cost nothing. */
const FREE_TRIES = 5;
/** After those each failure doubles the wait, up to the longest. Nobody is locked out for good. */
const WAITS = {
  account: { firstMs: 30_000, longestMs: 15 * 60_000 },
  net: { firstMs: 10_000, longestMs: 5 * 60_000 },
} as const;

type Kind = keyof typeof WAITS;

/** What one try to sign in is counted by: hashed, since neither e-mails that nobody has nor addresses are anybody's business. */
export interface TryKeys {
  readonly account: string;
  readonly net: string;
}

export function tryKeys(email: string, place: string): TryKeys {
  return { account: hashSecret(`account ${email}`), net: hashSecret(`net ${netOf(place)}`) };
}

/** How long this try must wait; 0 where it may be made, and then it is counted as failed until it is known to be none. */
export function beginTry(people: People, keys: TryKeys, now: number): number {
  const kinds = ["account", "net"] as const;
  const waits = kinds.map((kind) => waitOf(kind, failuresOf(people, keys[kind], now), now));
  const wait = Math.max(...waits);
  if (wait > 0) return wait;
  for (const kind of kinds) {
    const failures = (failuresOf(people, keys[kind], now)?.failures ?? 0) + 1;
    people.setTries(keys[kind], { failures, lastAt: isoOf(now) });
  }
  return 0;
}

/** The try was none that failed. `isIn`: they are signed in, so that the account begins anew; the net does not. */
export function forgiveTry(people: People, keys: TryKeys, isIn: boolean): void {
  if (isIn) people.clearTries(keys.account);
  for (const key of isIn ? [keys.net] : [keys.account, keys.net]) {
    const tries = people.tries(key);
    if (tries === undefined || tries.failures <= 1) people.clearTries(key);
    else people.setTries(key, { ...tries, failures: tries.failures - 1 });
  }
}

function failuresOf(people: People, key: string, now: number) {
  const tries = people.tries(key);
  return tries === undefined || now - Date.parse(tries.lastAt) > TRIES_KEPT_MS ? undefined : tries;
}

function waitOf(kind: Kind, tries: ReturnType<typeof failuresOf>, now: number): number {
  const over = (tries?.failures ?? 0) - FREE_TRIES;
  if (tries === undefined || over < 0) return 0;
  const { firstMs, longestMs } = WAITS[kind];
  const wait = Math.min(firstMs * 2 ** Math.min(over, 20), longestMs);
  return Math.max(0, Date.parse(tries.lastAt) + wait - now);
}

/** The /24 of an IPv4 address, the /64 of an IPv6 one. */
export function netOf(place: string): string {
  const address = place.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (isIPv4(address)) return address.replace(/\.\d+$/, ".0/24");
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const [first, last] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const missing = tail === undefined ? 0 : 8 - (first?.length ?? 0) - (last?.length ?? 0);
  const groups = [...(first ?? []), ...Array.from({ length: missing }, () => "0"), ...(last ?? [])];
  const net = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${net.join(":")}::/64`;
}
