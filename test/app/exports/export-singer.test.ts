import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportSinger, type SingerRequest } from "../../../src/app/exports/export-singer.ts";
import { createLogger } from "../../../src/base/log.ts";
import { compose } from "../../../src/compose.ts";
import { readSingerState, type SingerState } from "../../../src/export/export.ts";
import { HELD_NOW } from "../../../src/store/store.ts";
import { here, simFor } from "../../collect/here.ts";
import { type Bench, SMALL } from "../../collect/setup.ts";
import { singerTarget } from "../../helpers/singer-target.ts";
import { tempDir } from "../../helpers/temp.ts";

interface Message {
  readonly type: string;
  readonly stream: string;
  readonly record: Readonly<Record<string, string | null>>;
  readonly value: SingerState;
  readonly schema: { readonly properties: object };
  readonly key_properties: readonly string[];
}

const NUMBERS: SingerRequest = { of: "numbers", filter: HELD_NOW, state: null };

async function textOf(bench: Bench, request: SingerRequest): Promise<string> {
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  let text = "";
  for await (const chunk of exportSinger(compose({ store: `sqlite:${bench.database}`, log }), request))
    text += chunk;
  return text;
}

async function told(bench: Bench, request: SingerRequest) {
  const text = await textOf(bench, request);
  const messages = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Message);
  const records = messages.filter(({ type }) => type === "RECORD").map(({ record }) => record);
  const state = messages.at(-1)?.value ?? null;
  return { text, messages, records, state };
}

const phones = (records: readonly Message["record"][]): string[] =>
  records.map(({ phone }) => phone ?? "").sort();

describe("an export as Singer messages", () => {
  it("describes its stream, then tells every number and where it stands", async () => {
    const bench = here(await simFor(SMALL));
    const { run } = await bench.collect();
    const { messages, records, state } = await told(bench, NUMBERS);
    expect(messages[0]).toMatchObject({
      type: "SCHEMA",
      stream: "numbers",
      key_properties: ["source", "phone"],
    });
    expect(Object.keys(records[0] ?? {})).toEqual(Object.keys(messages[0]?.schema.properties ?? {}));
    expect(phones(records)).toEqual(await bench.numbers());
    expect(records.every((record) => record.source === "crm" && record._sdc_deleted_at === null)).toBe(true);
    expect(state).toEqual({
      bookmarks: { numbers: { crm: { run: run.run, selection: expect.any(String) } } },
    });
  });

  it.each(["numbers", "pairs"] as const)("goes on from a state with what came and went of %s", async (of) => {
    const bench = here(await simFor(SMALL));
    await bench.collect();
    const first = await told(bench, { ...NUMBERS, of });
    bench.sim.change({ projects: 0.5, add: 3, remove: 3 });
    const { run } = await bench.collect();
    const next = await told(bench, { ...NUMBERS, of, state: first.state });
    const keyOf = ({ project_id = "", phone }: Message["record"]): string => `${project_id} ${phone}`;
    const held = new Map(first.records.map((record) => [keyOf(record), record]));
    for (const record of next.records) {
      if (record._sdc_deleted_at === null) held.set(keyOf(record), record);
      else {
        expect(record._sdc_deleted_at).toBe(run.startedAt);
        expect(held.delete(keyOf(record))).toBe(true);
      }
    }
    expect(next.records.length).toBeLessThan(first.records.length / 2);
    expect(next.records.some((record) => record._sdc_deleted_at !== null)).toBe(true);
    const all = await told(bench, { ...NUMBERS, of });
    expect([...held.keys()].sort()).toEqual(all.records.map(keyOf).sort());
    expect(next.state).toEqual(all.state);
    const again = await told(bench, { ...NUMBERS, of, state: next.state });
    expect([again.records, again.state]).toEqual([[], next.state]);
  });

  it("keeps what a state knows of other streams, and refuses one of another selection or database", async () => {
    const bench = here(await simFor(SMALL));
    await bench.collect();
    const { state } = await told(bench, NUMBERS);
    const both = await told(bench, { ...NUMBERS, of: "pairs", state });
    expect(Object.keys(both.state?.bookmarks ?? {})).toEqual(["numbers", "pairs"]);
    const russian = { ...NUMBERS, filter: { ...HELD_NOW, regions: ["RU"] }, state };
    await expect(told(bench, russian)).rejects.toMatchObject({ told: { key: "singerOtherSelection" } });
    const mark = { run: 99, selection: state?.bookmarks.numbers?.crm?.selection ?? "" };
    const other = { ...NUMBERS, state: { bookmarks: { numbers: { crm: mark } } } };
    await expect(told(bench, other)).rejects.toMatchObject({ told: { key: "singerOtherStore" } });
  });

  it("is what a Singer target takes, and goes on with what that printed", async (context) => {
    const target = singerTarget();
    if ("why" in target) {
      if (process.env.CI !== undefined) throw new Error(target.why);
      return context.skip(target.why);
    }
    const bench = here(await simFor(SMALL));
    await bench.collect();
    const folder = tempDir();
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify({ destination_path: folder, do_timestamp_file: false }));
    const pour = (input: string) => spawnSync(target.program, ["-c", config], { input, encoding: "utf8" });
    const first = await told(bench, NUMBERS);
    const { status, stdout, stderr } = pour(first.text);
    expect([status, stderr]).toEqual([0, expect.not.stringContaining("Error")]);
    const written = readdirSync(folder).filter((name) => name.startsWith("numbers"));
    const lines = written.flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
    expect(phones(lines.map((line) => JSON.parse(line)))).toEqual(await bench.numbers());
    const state = readSingerState(stdout);
    expect(state).toEqual(first.state);
    bench.sim.change({ projects: 0.5, add: 1 });
    const { run } = await bench.collect();
    const next = await told(bench, { ...NUMBERS, state: state ?? null });
    expect(next.records).toHaveLength(run.totals.new + run.totals.gone);
    expect(pour(next.text).status).toBe(0);
  }, 180_000);
});

describe("the state of a Singer target", () => {
  const state = { bookmarks: { numbers: { crm: { run: 3, selection: "x" } } } };

  it.each([
    ["the value", JSON.stringify(state)],
    ["a message", JSON.stringify({ type: "STATE", value: state })],
    ["all that a target printed", `{"bookmarks":{}}\n${JSON.stringify(state)}\n`],
    ["a file laid out by hand", JSON.stringify(state, null, 2)],
  ])("is read from %s", (_, text) => expect(readSingerState(text)).toEqual(state));

  it("is none where nothing was printed yet, and wrong where it is another program's", () => {
    expect([readSingerState("\n"), readSingerState("{}")]).toEqual([null, null]);
    expect([readSingerState("x"), readSingerState('{"bookmarks":{"a":{"b":{"id":1}}}}')]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
