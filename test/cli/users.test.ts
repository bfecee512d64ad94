import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLink } from "../../src/app/people/invites.ts";
import { createLogger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import { ran as runHere } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";

const ANSWER = { name: null, email: null, language: null, zone: null, place: "", browser: "" };

async function settle(folder: string, link: string): Promise<void> {
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  const ports = compose({ store: `sqlite:${join(folder, "datamaster.db")}`, log });
  const secret = link.trim().split("#")[1] ?? "";
  await takeLink(ports, { ...ANSWER, secret, password: "correct horse battery staple" });
}

describe("users and tokens at the command line", () => {
  it("invite, change and switch off people, and make tokens of theirs", async () => {
    const cwd = tempDir();
    const ran = (args: string[]) => runHere(cwd, [...args, "--db", `sqlite:${join(cwd, "datamaster.db")}`]);
    expect((await ran(["users", "list"])).stdout).toContain("Nobody is there yet");
    const made = await ran(["users", "add", "Anna@example.com", "--name", "Anna", "--role", "admin"]);
    expect(made.stdout).toMatch(/^http:\/\/127\.0\.0\.1:8080\/setup#[\w-]{43}\n$/);
    expect((await ran(["users", "list"])).stdout).toMatch(/anna@example\.com +Anna +admin +invited/);
    await settle(cwd, made.stdout);
    expect((await ran(["users", "list"])).stdout).toMatch(/anna@example\.com +Anna +admin +active/);
    const last = await ran(["users", "role", "anna@example.com", "viewer", "--json"]);
    expect([last.code, JSON.parse(last.stdout).error.code]).toEqual([2, "CONFLICT"]);

    const address = ["--address", "https://dm.example.com/"];
    const other = await ran(["users", "add", "igor@example.com", "--role", "viewer", ...address, "--json"]);
    const { link } = JSON.parse(other.stdout);
    expect(link).toMatch(/^https:\/\/dm\.example\.com\/setup#/);
    await settle(cwd, link);
    const raised = await ran(["users", "role", "igor@example.com", "exporter", "--json"]);
    expect(JSON.parse(raised.stdout)).toEqual({ email: "igor@example.com", role: "exporter", ended: 1 });

    const adding = ["tokens", "add", "nightly", "--owner", "igor@example.com", "--scope"];
    expect((await ran([...adding, "users.manage"])).code).toBe(2);
    expect((await ran([...adding, "audit.see"])).stderr).toContain("may not give it: audit.see");
    const token = await ran([...adding, "runs.see", "exports.make", "--days", "30"]);
    expect(token.stdout).toMatch(/^dmp_[\w-]{49}\n$/);
    const { tokens } = JSON.parse((await ran(["tokens", "list", "--json"])).stdout);
    expect(tokens).toMatchObject([{ name: "nightly", scopes: ["runs.see", "exports.make"] }]);
    expect((await ran(["users", "disable", "igor@example.com"])).stderr).toContain("switched off");
    expect(JSON.parse((await ran(["tokens", "list", "--json"])).stdout).tokens[0].scopesNow).toEqual([]);
    expect((await ran(["users", "enable", "igor@example.com", "--json"])).code).toBe(0);
    expect((await ran(["users", "link", "igor@example.com"])).stdout).toContain("/setup#");
    expect((await ran(["users", "reset-factor", "igor@example.com"])).code).toBe(0);
    expect((await ran(["users", "link", "nobody@example.com"])).code).toBe(2);
    expect((await ran(["tokens", "revoke", tokens[0].id])).code).toBe(0);
    expect((await ran(["tokens", "revoke", tokens[0].id])).code).toBe(2);
    expect((await ran(["audit", "list", "--action", "token", "--json"])).stdout).toContain('"revoked"');
  });
});

describe("policy at the command line", () => {
  it("shows and sets what admins set, within its bounds, and notes it", async () => {
    const cwd = tempDir();
    const ran = (args: string[]) => runHere(cwd, [...args, "--db", `sqlite:${join(cwd, "datamaster.db")}`]);
    expect((await ran(["policy", "set", "revealsADay", "50"])).stderr).toMatch(/^revealsADay is 50 now/);
    expect((await ran(["policy", "set", "needsSecondFactor", "true"])).code).toBe(0);
    expect((await ran(["policy", "show"])).stdout).toMatch(/^revealsADay +50 +whole numbers.*20\d\d/m);
    const { rules } = JSON.parse((await ran(["policy", "show", "--json"])).stdout);
    expect(rules).toMatchObject({ revealsADay: 50, needsSecondFactor: true, lifeHours: 12 });
    for (const [name, value] of [
      ["revealSeconds", "5"],
      ["lifeHours", "many"],
      ["other", "1"],
    ])
      expect((await ran(["policy", "set", name ?? "", value ?? ""])).code, name).toBe(2);
    writeFileSync(join(cwd, "datamaster.yaml"), "serve: { sessionIdle: 20 }\n");
    const fixed = await ran(["policy", "set", "idleMinutes", "30", "--json"]);
    expect(JSON.parse(fixed.stdout).error.code).toBe("CONFLICT");
    const { entries } = JSON.parse((await ran(["audit", "list", "--json", "--action", "settings"])).stdout);
    expect(entries.map(({ detail }: { detail: object }) => detail)).toMatchObject([
      { setting: "needsSecondFactor", from: false, to: true },
      { setting: "revealsADay", from: 200, to: 50 },
    ]);
  });
});
