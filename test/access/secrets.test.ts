import { describe, expect, test } from "vitest";
import {
  csrfOf,
  isSecret,
  netOf,
  newApiToken,
  newRecoveryCodes,
  newSecret,
  newTotpSecret,
  recoveryHash,
  stepOf,
  totpUri,
} from "../../src/access/access.ts";
import { isApiToken } from "../../src/access/secrets.ts";

describe("a secret", () => {
  test("has 256 bits and needs no quoting", () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(isSecret(secret)).toBe(true);
    expect(isSecret(`${secret}x`)).toBe(false);
    expect(newSecret()).not.toBe(secret);
  });

  test("gives a header that is its own", () => {
    const [one, other] = [newSecret(), newSecret()];
    expect(csrfOf(one)).toBe(csrfOf(one));
    expect(csrfOf(one)).not.toBe(csrfOf(other));
    expect(csrfOf(one)).not.toContain(one);
  });
});

test("a token of a program carries a checksum, so that one with a wrong letter is known to be none", () => {
  const token = newApiToken();
  expect(token).toMatch(/^dmp_[\w-]{49}$/);
  expect(isApiToken(token)).toBe(true);
  const wrong = token[10] === "a" ? "b" : "a";
  expect(isApiToken(`${token.slice(0, 10)}${wrong}${token.slice(11)}`)).toBe(false);
  expect(isApiToken("dmp_")).toBe(false);
  expect(isApiToken(token.slice(4))).toBe(false);
});

describe("a code of the second factor", () => {
  // RFC 6238, appendix B: the last six digits, at 59 s and at 1111111109 s.
  const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  test("is that of RFC 6238", async () => {
    expect(await stepOf(SECRET, "287082", { after: null, now: 59_000 })).toBe(1);
    expect(await stepOf(SECRET, "081 804", { after: null, now: 1_111_111_109_000 })).toBe(37_037_036);
    expect(await stepOf(SECRET, "287083", { after: null, now: 59_000 })).toBeNull();
    expect(await stepOf(SECRET, "28708", { after: null, now: 59_000 })).toBeNull();
  });

  test("may be one step early or late, and no more", async () => {
    const at = (now: number) => stepOf(SECRET, "287082", { after: null, now });
    expect(await at(29_000)).toBe(1);
    expect(await at(89_000)).toBe(1);
    expect(await at(95_000)).toBeNull();
  });

  test("counts once, and none of before it counts after it", async () => {
    expect(await stepOf(SECRET, "287082", { after: 1, now: 59_000 })).toBeNull();
    expect(await stepOf(SECRET, "287082", { after: 0, now: 59_000 })).toBe(1);
  });

  test("is made by what the QR code tells", async () => {
    const secret = await newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(await totpUri(secret, "anna@example.com"));
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.pathname)).toContain("DataMaster:anna@example.com");
    expect(uri.searchParams.get("secret")).toBe(secret);
  });
});

test("ten recovery codes are given, and known again however they are typed", () => {
  const { codes, hashes } = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  expect(codes[0]).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
  expect(recoveryHash(codes[3] ?? "")).toBe(hashes[3]);
  expect(recoveryHash((codes[3] ?? "").toUpperCase().replaceAll("-", " "))).toBe(hashes[3]);
  expect(recoveryHash("123456")).toBeNull();
});

test.each([
  ["192.168.7.42", "192.168.7.0/24"],
  ["::ffff:192.168.7.42", "192.168.7.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s belongs to the net %s", (place, net) => expect(netOf(place)).toBe(net));
