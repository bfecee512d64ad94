import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  flagNames,
  flagSet,
  openPublicInboxes,
  PLACEHOLDER_FLAGS,
  placeholderFlags,
  readValue,
} from "../../src/phone/phone.ts";
import { ROOT } from "../helpers/root.ts";
import { tempDir } from "../helpers/temp.ts";

/** Flags of a number that plans call valid. */
function flagsOf(e164: string): string {
  const [found] = readValue(e164, null).numbers;
  if (!found) throw new Error(`${e164} is not valid`);
  return flagNames(placeholderFlags(found.number, found.type)).join(" ");
}

describe("a made-up number", () => {
  it.each([
    ["+79999999999", "repeated-digit"],
    ["+77777777777", "repeated-digit"],
    ["+919999999999", "repeated-digit"],
    ["+79123456789", "run"],
    ["+919876543210", "run"],
    ["+34612345678", "run"],
    ["+380501234567", "run"],
    ["+79099999909", "mirrored"],
    ["+79090909090", "repeated-block"],
    ["+79129129129", "repeated-block"],
    ["+79160000000", "zero-subscriber"],
    ["+380500000000", "zero-subscriber"],
    ["+74950000000", "zero-subscriber"],
    ["+33600000000", "zero-subscriber"],
    ["+4790000000", "zero-subscriber"],
    ["+12125550100", "fiction"],
    ["+14165550199", "fiction"],
    ["+18005550199", "fiction"],
    ["+442079460958", "fiction"],
    ["+441614960000", "fiction"],
    ["+33199001234", "fiction"],
    ["+493023125001", "fiction"],
    ["+46701740605", "fiction"],
    ["+61255501234", "fiction"],
    ["+61491570156", "fiction"],
  ])("%s is flagged %s", (e164, flag) => {
    expect(flagsOf(e164)).toBe(flag);
  });

  it("may have several flags, in their order", () => {
    expect(flagsOf("+79000000000")).toBe("zero-subscriber");
    expect(flagsOf("+79090000909")).toBe("mirrored");
    expect(flagNames(flagSet(["fiction", "run"]))).toEqual(["run", "fiction"]);
    expect(flagNames(flagSet(PLACEHOLDER_FLAGS))).toEqual(PLACEHOLDER_FLAGS);
  });
});

describe("a number that is easy to remember has no flag", () => {
  it.each([
    ...["+79161234567", "+74957777777", "+79167777777", "+79161111111", "+79111111111"],
    ...["+78005553535", "+78002000000", "+78000000000", "+78001000000", "+79165556677", "+74951234567"],
    ...["+12125551234", "+12125550200", "+18005550123", "+12122222222", "+442079469999", "+79991234567"],
    ...["+375291234567", "+4915112345678", "+33199991234", "+79162162162", "+79168888888", "+380501111111"],
    ...["+442070000000", "+33140000000", "+97142000000", "+912220000000", "+74955000000"],
  ])("%s", (e164) => {
    expect(flagsOf(e164)).toBe("");
  });
});

describe("public inboxes", () => {
  const PACKAGE = "node_modules/@ip1sms/disposable-phone-numbers";

  it("are told where the optional package is installed", () => {
    const dir = tempDir();
    mkdirSync(join(dir, PACKAGE), { recursive: true });
    writeFileSync(join(dir, PACKAGE, "number-list.json"), JSON.stringify({ "46735820941": "2024-02-14" }));
    const inboxes = openPublicInboxes(pathToFileURL(join(dir, "program.js")));
    expect(inboxes?.size).toBe(1);
    expect(flagNames(placeholderFlags(46735820941n, "MOBILE", inboxes))).toEqual(["public-inbox"]);
    expect(placeholderFlags(46735820942n, "MOBILE", inboxes)).toBe(0);
  });

  it("are not known without it", () => {
    expect(openPublicInboxes(pathToFileURL(join(tempDir(), "program.js")))).toBe(null);
  });
});

it("docs/numbers.md tells every flag", () => {
  const docs = readFileSync(join(ROOT, "docs/numbers.md"), "utf8");
  expect(PLACEHOLDER_FLAGS.filter((flag) => !docs.includes(`| \`${flag}\` |`))).toEqual([]);
});

describe("of all numbers", () => {
  it("few are flagged: one in ten thousand has such a shape by chance", () => {
    let flagged = 0;
    const first = 79_160_000_001n;
    for (let i = 0n; i < 100_000n; i++) {
      if (placeholderFlags(first + i * 97n, "MOBILE") !== 0) flagged += 1;
    }
    expect(flagged).toBeLessThan(10);
  });
});
