import { lookup as systemLookup } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { StopRunError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AddressGuard } from "../crm.ts";

/** An address that a name stands for. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** All addresses that a name stands for now. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** IPv4 that no public server has: IANA's special-purpose registry, multicast and what is reserved. */
const NOT_PUBLIC_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
/** Of IPv6 only 2000::/3 is public, without protocol assignments, Teredo, documentation and 6to4; NAT64 lies outside of it. */
const PUBLIC_6 = ["2000::", 3] as const;
const NOT_PUBLIC_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;
const MAPPED = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i;

/** Decides which addresses of one origin may be connected to. */
export class AddressCheck {
  readonly #resolve: Resolve;
  readonly #isEncrypted: boolean;
  readonly #host: string;
  readonly #own = new BlockList();
  readonly #special = new BlockList();
  readonly #public = new BlockList();

  constructor(origin: string, { networks }: AddressGuard, resolve: Resolve = resolveAll) {
    const { hostname, protocol } = new URL(origin);
    this.#resolve = resolve;
    this.#isEncrypted = protocol === "https:";
    this.#host = hostname.replace(/^\[|\]$/g, "");
    for (const network of networks) addNetwork(this.#own, network);
    for (const [address, bits] of NOT_PUBLIC_4) this.#special.addSubnet(address, bits, "ipv4");
    for (const [address, bits] of NOT_PUBLIC_6) this.#special.addSubnet(address, bits, "ipv6");
    this.#public.addSubnet(...PUBLIC_6, "ipv6");
  }

  /** The origin has no name: nothing is looked up for it. */
  get isAddress(): boolean {
    return isIP(this.#host) !== 0;
  }

  /** Where the origin may be connected to. Rejects ADDRESS_REFUSED where one of its addresses is not to be reached. */
  async addresses(): Promise<readonly Address[]> {
    const family = isIP(this.#host);
    const found = family === 0 ? await this.#resolve(this.#host) : [{ address: this.#host, family }];
    for (const { address } of found) this.#refuse(address);
    return found;
  }

  #refuse(address: string): void {
    const plain = unmapped(address);
    const family = isIP(plain) === 6 ? "ipv6" : "ipv4";
    if (this.#own.check(plain, family)) return;
    const isPublic =
      !this.#special.check(plain, family) && (family === "ipv4" || this.#public.check(plain, family));
    if (isPublic && this.#isEncrypted) return;
    const host = this.#host;
    throw new StopRunError(
      "ADDRESS_REFUSED",
      isPublic ? told("addressPlain", { host }) : told("addressPrivate", { host, address }),
    );
  }
}

/**
 * A lookup for connections that gives nothing but addresses that were checked just then: what is connected to is what was looked at.
 * Names alone pass through it; of an origin that is an address, ask {@link AddressCheck.addresses} before.
 */
export function guardedLookup(check: AddressCheck): LookupFunction {
  return (_hostname, { all }, callback) => {
    check.addresses().then(
      (found) => {
        const [first] = found;
        if (first === undefined) return callback(noAddress(), []);
        if (all) return callback(null, [...found]);
        callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

const resolveAll: Resolve = (host) => systemLookup(host, { all: true });

/** The IPv4 address that an IPv4-mapped IPv6 address stands for; any other as it is. */
function unmapped(address: string): string {
  const [, dotted, high, low] = MAPPED.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

function addNetwork(list: BlockList, network: string): void {
  const [address = "", bits] = network.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
}

function noAddress(): NodeJS.ErrnoException {
  return Object.assign(new Error("no address"), { code: "ENOTFOUND" });
}
