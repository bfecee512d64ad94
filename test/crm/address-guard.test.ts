import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { AddressCheck, type Resolve } from "../../src/crm/http/address-guard.ts";
import { createSender, type Sender } from "../../src/crm/http/send.ts";

const PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a02:6b8::2:242", "::ffff:8.8.8.8"];
const NOT_PUBLIC = [
  ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254"],
  ...["172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"],
  ...["198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"],
  ...["::", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"],
  ...["100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254"],
  ...["fe80::1", "fec0::1", "ff02::1", "4000::1"],
];
/** Spellings of addresses that are read as one anyhow. */
const SPELLINGS = [
  "127.1",
  "2130706433",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "[::ffff:127.0.0.1]",
  "[::1]",
  "127.0.0.1.",
];

const resolving =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const refused = { code: "ADDRESS_REFUSED" };

describe("an origin that people typed", () => {
  it.each(PUBLIC)("may lie at the public address %s", async (address) => {
    const check = new AddressCheck("https://crm.example.com", { networks: [] }, resolving(address));
    expect(await check.addresses()).toMatchObject([{ address }]);
  });

  it.each(NOT_PUBLIC)("may not lie at %s, alone or among public ones", async (address) => {
    const check = (...addresses: string[]) =>
      new AddressCheck("https://crm.example.com", { networks: [] }, resolving(...addresses)).addresses();
    await expect(check(address)).rejects.toMatchObject(refused);
    await expect(check("8.8.8.8", address)).rejects.toMatchObject(refused);
  });

  it.each(SPELLINGS)("may not be %s, which is this machine", async (host) => {
    const check = new AddressCheck(`https://${host}`, { networks: [] }, resolving("8.8.8.8"));
    await expect(check.addresses()).rejects.toMatchObject(refused);
  });

  it("may lie in a network that is allowed, by http too, and in no other", async () => {
    const check = (origin: string, address: string) =>
      new AddressCheck(origin, { networks: ["10.1.0.0/16", "fd12::/32"] }, resolving(address)).addresses();
    expect(await check("http://crm.local", "10.1.2.3")).toHaveLength(1);
    expect(await check("https://crm.local", "fd12::5")).toHaveLength(1);
    expect(await check("http://crm.local", "::ffff:10.1.2.3")).toHaveLength(1);
    await expect(check("https://crm.local", "10.2.0.1")).rejects.toMatchObject(refused);
  });

  it("is asked by https where it is public", async () => {
    const check = new AddressCheck("http://crm.example.com", { networks: [] }, resolving("8.8.8.8"));
    await expect(check.addresses()).rejects.toThrow(/without encryption/);
  });
});

describe("a sender with a guard", () => {
  it("connects to the address that was checked, with the host that was asked for", async () => {
    const { port, hosts } = await serve("127.0.0.2");
    const sender = open(port, ["127.0.0.2"], resolving("127.0.0.2"));
    const { status } = await sender.send("/me", "token", AbortSignal.timeout(5_000));
    expect([status, hosts]).toEqual([200, [`crm.test:${port}`]]);
  });

  it("sends nothing where the name came to mean another machine since it was looked at", async () => {
    const { port, hosts, server } = await serve("127.0.0.3");
    let asked = 0;
    const rebinding: Resolve = async () => [
      { address: asked++ === 0 ? "127.0.0.3" : "127.0.0.1", family: 4 },
    ];
    const sender = open(port, ["127.0.0.3"], rebinding);
    await sender.send("/me", "token", AbortSignal.timeout(5_000));
    server.closeAllConnections();
    const refusals = Array.from({ length: 3 }, () =>
      sender.send("/me", "token", AbortSignal.timeout(5_000)).catch((error: unknown) => error),
    );
    // The first of them may meet the connection while it closes.
    expect(await refusals.at(-1)).toMatchObject(refused);
    expect(hosts).toHaveLength(1);
    expect(asked).toBeGreaterThan(1);
  });

  it("follows no redirect to another host, and looks at addresses again for each connection", async () => {
    const { port, hosts } = await serve("127.0.0.4", { location: "http://127.0.0.1:1/secret" });
    const sender = open(port, ["127.0.0.4"], resolving("127.0.0.4"));
    const { status } = await sender.send("/me", "token", AbortSignal.timeout(5_000));
    expect([status, hosts.length]).toEqual([302, 1]);
  });

  it("refuses an address in the place of a name before anything is sent", async () => {
    const { port, hosts } = await serve("127.0.0.5");
    const sender = createSender({
      baseUrl: `http://127.0.0.5:${port}`,
      connections: 1,
      userAgent: "test",
      guard: { networks: ["127.0.0.6"] },
    });
    onTestFinished(() => sender.close());
    await expect(sender.send("/me", "token", AbortSignal.timeout(5_000))).rejects.toMatchObject(refused);
    expect(hosts).toEqual([]);
  });
});

function open(port: number, networks: readonly string[], resolve: Resolve): Sender {
  const baseUrl = `http://crm.test:${port}`;
  const sender = createSender({ baseUrl, connections: 1, userAgent: "test", guard: { networks }, resolve });
  onTestFinished(() => sender.close());
  return sender;
}

/** A server that notes which hosts it was asked as; with `location` it redirects there. */
async function serve(
  address: string,
  { location }: { readonly location?: string } = {},
): Promise<{ port: number; hosts: (string | undefined)[]; server: Server }> {
  const hosts: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location });
    response.end("{}");
  });
  server.listen(0, address);
  await once(server, "listening");
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { port: (server.address() as AddressInfo).port, hosts, server };
}
