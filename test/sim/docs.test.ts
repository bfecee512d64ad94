import { readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { Command } from "commander";
import { expect, test } from "vitest";
import { addSim } from "../../src/cli/commands/sim.ts";
import { english } from "../../src/messages/messages.ts";
import { FIELD_CLASSES, HEADER_FORMS, QUICK_FAULTS, SLOW_FAULTS, TLS_KINDS } from "../../src/sim/sim.ts";
import { control, openSim } from "./helpers.ts";

const DOCS = readFileSync(new URL("../../docs/sim.md", import.meta.url), "utf8");

test("docs/sim.md has every class with its example and share, and no other", () => {
  const rows = DOCS.split("\n").filter((line) => /^\| [a-z0-9-]+ \| `/.test(line));
  const wanted = FIELD_CLASSES.map(({ name, example, weight, about }) => {
    const share = weight > 0 ? `${(weight / 10).toFixed(1)}%` : "no";
    return `| ${name} | \`${example}\` | ${share} | ${about} |`;
  });
  expect(rows).toEqual(wanted);
  expect(FIELD_CLASSES.reduce((sum, { weight }) => sum + weight, 0)).toBe(1000);
});

test("docs/sim.md names every flag of the verb", () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const program = new Command();
  const { signal } = new AbortController();
  addSim(program, {
    stdin,
    stdout,
    stderr,
    signal,
    exit: () => undefined,
    cwd: "/",
    words: english,
    invocation: "datamaster",
  });
  const flags = program.commands[0]!.options.map((option) => option.long ?? "");
  expect(flags.length).toBeGreaterThan(25);
  for (const flag of flags) expect(DOCS, flag).toMatch(new RegExp(`${flag}\\b`));
});

test("docs/sim.md names every config key, fault, certificate and control", async () => {
  const sim = await openSim({
    clients: 1,
    rateLimit: { limit: 1, burst: 1 },
    quota: { requests: 9, retryAfter: 1 },
    oauth: {},
  });
  const { rateLimit, quota, oauth, ...config } = sim.config();
  const words = [
    ...Object.keys(config),
    ...["oauth", ...Object.keys(oauth ?? {})],
    ...["quota", ...Object.keys(quota ?? {})],
    ...["rateLimit", ...Object.keys(rateLimit ?? {}), ...HEADER_FORMS],
    ...QUICK_FAULTS,
    ...SLOW_FAULTS,
    ...TLS_KINDS,
  ];
  for (const word of words) expect(DOCS, word).toContain(`\`${word}\``);
  for (const key of Object.keys(sim.stats())) expect(DOCS, key).toContain(`\`${key}\``);
  const { detail } = JSON.parse(await (await control(sim, "nothing")).text());
  const names: string[] = detail.match(/(?<=GET |POST |, )[a-z-]+/g);
  expect(names.length).toBe(12);
  for (const name of names) expect(DOCS, name).toContain(`/__control/${name}`);
});

test("docs/sim.md names every key of a change", async () => {
  const sim = await openSim({ clients: 2 });
  const keys = ["projects", "add", "remove", "edit", "deleteProjects", "deleteClients"];
  const all = [...keys, "addProjects", "addClients", "recordsPerProject", "at"];
  const answer = await control(sim, "change", Object.fromEntries(all.map((key) => [key, "wrong"])));
  const { detail } = JSON.parse(await answer.text());
  for (const key of all) expect(detail).toContain(`${key}:`);
  for (const key of all) expect(DOCS, key).toContain(`\`${key}\``);
});
