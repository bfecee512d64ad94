import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { SourceOptions } from "../../app/app.ts";
import { exportHeld } from "../../app/exports/export-held.ts";
import { exportDetail } from "../../app/exports/note-export.ts";
import { DatamasterError } from "../../base/errors.ts";
import { WHOLE_SOURCE } from "../../model/run.ts";
import { HELD_NOW } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContextOfFlags, withSources } from "../context.ts";
import { type DemoCrm, startDemoCrm } from "../demo-crm.ts";
import { addExamples, portNumber, wholeNumber } from "../help.ts";
import { type Job, type RunDocument, runJob } from "../job.ts";
import { printJson } from "../report.ts";
import { flagWords } from "../shell.ts";
import { countRows, writeNoted } from "../write-export.ts";

interface DemoFlags {
  readonly clients?: number;
  readonly seed?: number;
  readonly fresh?: boolean;
  readonly ui?: boolean;
  readonly port?: number;
}

const ANY_PORT = 0;
const FOLDER = ".datamaster";
const STORE = `sqlite:${FOLDER}/demo.db`;
const NUMBERS_FILE = join(FOLDER, "demo-numbers.csv");

/** `demo`: the bundled CRM in a process of its own, a collect of it, and where the results lie. */
export function addDemo(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.demo;
  const command = program
    .command("demo")
    .summary(texts.summary)
    .description(texts.about({ folder: FOLDER }))
    .option("--clients <n>", texts.clients, wholeNumber(1))
    .option("--seed <n>", texts.seed, wholeNumber(0))
    .option("--fresh", texts.fresh)
    .option("--ui", texts.ui)
    .option("--port <n>", texts.port, portNumber)
    .action(async (flags: DemoFlags, self: Command) => {
      // Its own folder as the place of the config: what is configured for real CRMs has no part in a demo.
      const folder = join(cli.cwd, FOLDER);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await demo(await openContextOfFlags(cli, self, folder, STORE), flags);
    });
  addExamples(command, [
    ["datamaster demo", texts.examples.whole],
    ["datamaster demo --clients 50", texts.examples.small],
    ["datamaster demo --ui", texts.examples.ui],
    ["datamaster demo --clients 50 --json", texts.examples.json],
  ]);
}

async function demo(context: Context, flags: DemoFlags): Promise<void> {
  const { cli, json } = context;
  const crm = await beginCrm(context, flags);
  try {
    const document = await runJob(context, await demoJob(context, crm, flags));
    if (flags.ui === true && !cli.signal.aborted) await serveDemo(context, crm, flags, document);
    else if (json) printJson(cli, document);
  } finally {
    await crm.close();
  }
}

/** The dashboard over what was collected, with its CRM behind it, until a signal ends both; opened in the browser where people look on. */
async function serveDemo(
  context: Context,
  crm: DemoCrm,
  { port }: DemoFlags,
  run: RunDocument,
): Promise<void> {
  const { cli, json, quiet } = context;
  const options = sourceOf(crm);
  const { connector, baseUrl, region, otherRegions, keep } = options;
  const settings = { connector, baseUrl, region, otherRegions, keep };
  const seen = withSources(context, { file: null, sources: [{ options, settings }], networks: [] });
  const serve = async (at?: number): Promise<void> =>
    await serveUntilSignal(seen, { ...(at !== undefined && { port: at }), open: !json }, (ui) => {
      if (json) printJson(cli, { ...run, ui });
    });
  // Loaded here, so that a demo without it need not wait for a server.
  const { serveUntilSignal } = await import("../serving.ts");
  if (!quiet) context.screen.write(`\n${cli.words.demo.dashboard}\n`);
  await serve(port).catch(async (error: unknown) => {
    // Something else has the usual port: a demo takes any.
    if (port !== undefined || !(error instanceof DatamasterError && error.code === "SERVICE_REFUSED"))
      throw error;
    await serve(ANY_PORT);
  });
}

async function beginCrm(context: Context, flags: DemoFlags): Promise<DemoCrm> {
  const { screen, quiet, format } = context;
  const { words } = context.cli;
  const isTold = !quiet && format === "pretty";
  if (isTold && screen.isTerminal) screen.show(() => words.demo.starting);
  const crm = await startDemoCrm(flags, context.cli.signal).finally(() => screen.hide());
  if (isTold) screen.write(`${words.demo.serves(crm)}\n`);
  return crm;
}

async function demoJob(context: Context, crm: DemoCrm, flags: DemoFlags): Promise<Job> {
  const { cli, loaded } = context;
  const { lang } = context.flags;
  const { counts, run: texts } = cli.words;
  const again = [
    cli.invocation,
    "demo",
    ...flagWords({ ...wordFlags(flags), db: context.flags.db, lang }),
  ].join(" ");
  const store = flagWords({ db: loaded.config.store, lang });
  const call = (...words: string[]): string => [cli.invocation, ...words, ...store].join(" ");
  const isSame = await isSameCrm(cli, crm, flags);
  return {
    source: sourceOf(crm),
    request: { scope: WHOLE_SOURCE, begin: flags.fresh === true || !isSame ? "fresh" : "auto" },
    continueWith: () => again,
    results: async ({ totals }) => {
      await writeNumbers(context);
      return [
        [NUMBERS_FILE, counts.numbers(totals.numbers)],
        [loaded.config.store.replace(/^sqlite:/, ""), texts.nextSteps.database],
      ];
    },
    next: ({ run }) => [
      [call("export", "--of", "pairs", "--out", "pairs.csv"), texts.nextSteps.pairs],
      [call("runs", "show", String(run)), texts.nextSteps.show],
      [call("status"), texts.nextSteps.status],
    ],
  };
}

/** True when the demo before had the same CRM: an unfinished run of another one cannot be continued in this one. */
async function isSameCrm(cli: Cli, crm: DemoCrm, { seed = 1 }: DemoFlags): Promise<boolean> {
  const file = join(cli.cwd, FOLDER, "demo-crm.json");
  const { clients, projects, records } = crm;
  const now = JSON.stringify({ seed, clients, projects, records });
  const before = await readFile(file, "utf8").catch(() => null);
  await writeFile(file, now, { mode: 0o600 });
  return before === now;
}

function sourceOf({ url, token }: DemoCrm): SourceOptions {
  const usual = {
    connector: "datamaster",
    region: "RU",
    otherRegions: "auto",
    rps: "auto",
    concurrency: 100,
  } as const;
  return { ...usual, name: "demo", baseUrl: url, token, keep: ["label", "contact"] };
}

function wordFlags({ clients, seed }: DemoFlags): Record<string, string | undefined> {
  return { clients: clients?.toString(), seed: seed?.toString() };
}

/** All numbers held, as a file to look into; an earlier demo's file is replaced. */
async function writeNumbers(context: Context): Promise<void> {
  const { cli, quiet, screen, format } = context;
  if (!quiet && format === "pretty") screen.show(() => cli.words.demo.writing({ file: NUMBERS_FILE }));
  const filter = { ...HELD_NOW, sources: ["demo"] };
  const request = { of: "numbers", format: "csv", filter } as const;
  const { written, ...counting } = countRows();
  await writeNoted(context, exportHeld(context.ports, { ...request, ...counting }), written, {
    nameOf: () => join(cli.cwd, NUMBERS_FILE),
    replace: true,
    detail: exportDetail(request),
  });
}
