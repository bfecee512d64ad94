import { describe, expect, test } from "vitest";
import { hashPassword, passwordFault, verifyPassword } from "../../src/access/access.ts";

const OWN = ["Anna Petrova", "anna@example.com"];

describe("a password", () => {
  test.each(["correct horse battery staple", "Kd9-fjwq-22lx", "839201746583", "тёплый вечер у реки"])(
    "%s is taken",
    (password) => expect(passwordFault(password, OWN)).toBeNull(),
  );

  test.each([
    ["elevenchars", "short"],
    ["😀".repeat(11), "short"],
    ["x".repeat(129), "long"],
    ["password1234", "common"],
    ["P@ssw0rd!P@ssw0rd!", "common"],
    ["Summer2026Moscow!", "common"],
    ["1qaz2wsx3edc", "common"],
    ["йцукенгшщзхъ", "common"],
    ["aaaaaaaaaaaaa", "common"],
    ["Counterstrike", "common"],
    ["ghjcnjgfhjkm", "common"],
    ["abcdxabcdxabcdx", "common"],
    ["annapetrova22", "personal"],
  ] as const)("%s is refused", (password, fault) => expect(passwordFault(password, OWN)).toBe(fault));

  test("is kept as argon2id with the cost that OWASP asks for, and with another salt each time", async () => {
    const [one, other] = await Promise.all([hashPassword("Kd9-fjwq-22lx"), hashPassword("Kd9-fjwq-22lx")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword("Kd9-fjwq-22lx", one)).toBe(true);
    expect(await verifyPassword("Kd9-fjwq-22ly", one)).toBe(false);
  });

  test("is the same however its letters were composed", async () => {
    const kept = await hashPassword("тёплый вечер у реки".normalize("NFD"));
    expect(await verifyPassword("тёплый вечер у реки".normalize("NFC"), kept)).toBe(true);
  });

  test("fits no account that is unknown or has none", async () => {
    expect(await verifyPassword("", null)).toBe(false);
    expect(await verifyPassword("Kd9-fjwq-22lx", "not a hash")).toBe(false);
  });
});
