import { resolve } from "node:path";
import type { Command } from "commander";
import packageJson from "../../../package.json" with { type: "json" };
import { toSourceOptions } from "../../app/sources/source-options.ts";
import { type DoctorTarget, examine, type Finding, plainFinding } from "../../app/upkeep/doctor.ts";
import { gatherReport } from "../../app/upkeep/doctor-report.ts";
import { whyOf } from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import { maskedConfig, NO_TOKEN } from "../../config/config.ts";
import { say, told } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { type Context, type GlobalFlags, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { openFile } from "../output.ts";
import { printJson, toKnown } from "../report.ts";
import { columnsOf, createPaint, pad, type Style, widthOf, wrap } from "../text.ts";

interface DoctorFlags extends GlobalFlags {
  readonly full?: boolean;
  readonly bundle?: string;
  readonly force?: boolean;
}

/** `doctor`: looks over the installation, its files and its database, and says what to mend. */
export function addDoctor(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.doctor;
  const command = program
    .command("doctor")
    .summary(texts.summary)
    .description(texts.about)
    .option("--full", texts.full)
    .option("--bundle <file>", texts.bundle)
    .option("--force", texts.force)
    .action(async (_flags: unknown, self: Command) => await doctor(cli, self));
  addExamples(command, [
    ["datamaster doctor", texts.examples.quick],
    ["datamaster doctor --full --json", texts.examples.full],
    ["datamaster doctor --bundle report.json", texts.examples.bundle],
  ]);
}

async function doctor(cli: Cli, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<DoctorFlags>();
  const sink = flags.bundle === undefined ? null : await openFile(flags.bundle, flags.force === true);
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    if (finding.state === "fail") cli.exit(finding.exit ?? 1);
    if (flags.json !== true) cli.stdout.write(`${findingLines(cli, finding).join("\n")}\n`);
  };
  try {
    const context = await configOf(cli, command, tell);
    const target = targetOf(cli, context, flags);
    for await (const finding of examine(context?.ports ?? null, target, cli.signal)) tell(finding);
    const config = context === null ? null : await maskedConfig(context.loaded);
    const report = await gatherReport(context?.ports ?? null, packageJson.version, findings, config);
    await sink?.write(`${JSON.stringify(report, null, 2)}\n`);
    await sink?.seal();
    await sink?.finish();
  } catch (error) {
    await sink?.discard();
    throw error;
  }
  end(cli, flags, findings);
}

/** The config as far as it can be used; null where it cannot. */
async function configOf(
  cli: Cli,
  command: Command,
  tell: (finding: Finding) => void,
): Promise<Context | null> {
  try {
    const context = await openContext(cli, command, "optional");
    const { file } = context.loaded;
    const names = context.sources.map(({ name }) => name).join(", ");
    const detail = file === null ? told("configNone") : told("configGood", { file, sources: names });
    tell({ check: "config", state: "ok", detail });
    return context;
  } catch (thrown) {
    const error = toKnown(cli, thrown);
    const { hint, code, exitCode } = error;
    const fix = hint === undefined ? {} : { fix: hint };
    tell({
      check: "config",
      state: "fail",
      detail: whyOf(error),
      code,
      exit: exitCode === 1 ? 1 : 2,
      ...fix,
    });
    return null;
  }
}

function targetOf(cli: Cli, context: Context | null, flags: DoctorFlags): DoctorTarget {
  const sources = (context?.sources ?? []).map((source) => {
    const options = toSourceOptions(source);
    const { token, oauth } = options;
    return {
      ...options,
      shown: source.name,
      token: token === NO_TOKEN ? "" : token,
      ...(oauth?.refreshToken === NO_TOKEN && { oauth: { ...oauth, refreshToken: null } }),
    };
  });
  const configFile =
    context?.loaded.file ?? (flags.config === undefined ? null : resolve(cli.cwd, flags.config));
  return {
    programVersion: packageJson.version,
    invocation: cli.invocation,
    configFile,
    dotenvFile: resolve(cli.cwd, ".env"),
    sources,
    full: flags.full === true,
  };
}

const STYLES: Readonly<Record<Finding["state"], Style>> = { ok: "green", warn: "yellow", fail: "red" };

function findingLines(cli: Cli, { check, state, detail, fix: ownFix }: Finding): string[] {
  const { states, checks } = cli.words.doctor;
  const paint = createPaint(cli.stdout);
  const marks = Math.max(...Object.values(states).map(widthOf));
  const names = Math.max(...Object.values(checks).map(widthOf));
  const name = new Map(Object.entries(checks)).get(check) ?? check;
  const { text, hint: fix = ownFix } = say(cli.words, detail);
  const indent = " ".repeat(marks + 2);
  const room = columnsOf(cli.stdout) - indent.length;
  const [first = "", ...rest] = printable(text).split("\n");
  const fixes = fix === undefined ? [] : wrap(printable(fix), room);
  return [
    `${paint(STYLES[state], pad(states[state], marks))}  ${pad(name, names)}  ${first}`,
    ...[...rest, ...fixes].map((line) => indent + line),
  ];
}

function end(cli: Cli, flags: DoctorFlags, findings: readonly Finding[]): void {
  const { json, bundle } = flags;
  const ok = findings.every(({ state }) => state !== "fail");
  if (json === true)
    printJson(cli, { ok, findings: findings.map(plainFinding), ...(bundle !== undefined && { bundle }) });
  else if (bundle !== undefined)
    cli.stdout.write(`\n${cli.words.doctor.bundle({ file: printable(bundle) })}\n`);
}
