import { type Command, Option } from "commander";
import {
  addSchedule,
  changeSchedule,
  listSchedules,
  removeSchedule,
  schedulesAhead,
} from "../../app/upkeep/schedules.ts";
import { DatamasterError } from "../../base/errors.ts";
import { localZone } from "../../base/zone.ts";
import { told } from "../../messages/messages.ts";
import {
  type ComingSchedule,
  MISSED_POLICIES,
  OVERLAP_POLICIES,
  SCHEDULE_KINDS,
  type Schedule,
  type ScheduleTerms,
  type Turn,
} from "../../model/schedule.ts";
import { checkTerms, checkTiming, lateSince, nextTimes, sentenceOf } from "../../schedule/schedule.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, addGroup, wholeNumber } from "../help.ts";
import { addPlainList } from "../plain-list.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, createPaint, oneLine } from "../text.ts";

/** So many times of a schedule are shown. */
const NEXT_TIMES = 5;

/** `schedules list`, `add`, `on`, `off`, `remove`, `next`: what begins by itself while `serve` runs. */
export function addSchedules(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.schedules;
  const group = addGroup(program, "schedules", texts, [
    ["datamaster schedules list", texts.examples.list],
    ["datamaster schedules add main-crm --cron '0 2 * * *'", texts.examples.add],
    ["datamaster schedules off 1", texts.examples.off],
  ]);
  addList(group, cli);
  addAdd(group, cli);
  addTurning(group, cli, true);
  addTurning(group, cli, false);
  addRemove(group, cli);
  addNext(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.schedulesList;
  addPlainList(group, cli, {
    texts,
    examples: [
      ["datamaster schedules list", texts.examples.look],
      ["datamaster schedules list --json", texts.examples.json],
    ],
    read: async (ports) => ({ found: await schedulesAhead(ports), now: Date.now() }),
    // JSON is English in every language; a schedule's times are data.
    document: ({ found, now }) => ({ schedules: found.map((one) => withTimes(one, now)) }),
    lines: ({ found, now }) => (found.length === 0 ? [cli.words.schedules.none] : listLines(cli, found, now)),
  });
}

type Listed = Schedule | ComingSchedule;

function withTimes<One extends Listed>(schedule: One, now: number) {
  const next = schedule.isOn ? nextTimes(schedule, now, NEXT_TIMES) : [];
  return {
    ...schedule,
    next,
    lateSince: schedule.isOn && schedule.id !== null ? lateSince(schedule, now) : null,
  };
}

async function listLines(cli: Cli, found: readonly Listed[], now: number): Promise<string[]> {
  const { words } = cli;
  const { schedules: texts } = words;
  const { heads } = texts;
  const paint = createPaint(cli.stdout);
  const sentences = new Map<Listed, string>();
  for (const one of found) sentences.set(one, await sentenceOf(one, words));
  const nextOf = (one: Listed): string => {
    const { next, lateSince: late } = withTimes(one, now);
    if (late !== null) return texts.late({ by: words.duration((now - Date.parse(late)) / 1000) });
    return next[0]?.local.slice(0, 16).replace("T", " ") ?? "";
  };
  return table(
    found,
    [
      { head: heads.id, right: true, cell: ({ id }) => (id === null ? "" : String(id)) },
      { head: heads.source, cell: ({ source }) => oneLine(source ?? texts.all), shrinkTo: 8 },
      { head: heads.kind, cell: ({ kind }) => texts.kinds[kind] },
      { head: heads.times, cell: (one) => oneLine(sentences.get(one) ?? ""), shrinkTo: 16 },
      { head: heads.next, cell: nextOf },
      { head: heads.last, cell: ({ turns }) => lastText(cli, turns[0]), dropAt: 1 },
      {
        head: heads.on,
        cell: ({ id, isOn, ofFile }) =>
          id === null ? texts.coming : ofFile ? texts.ofFile : isOn ? texts.on : texts.off,
        paint: (text, { isOn }) => (isOn ? text : paint("dim", text)),
      },
    ],
    columnsOf(cli.stdout),
  );
}

function lastText({ words }: Cli, turn: Turn | undefined): string {
  const { schedules: texts, run } = words;
  if (turn === undefined) return "";
  if (turn.run === null) return texts.states[turn.state];
  return texts.run({
    run: turn.run,
    status: turn.runStatus === null ? "" : run.list.statuses[turn.runStatus],
  });
}

interface AddFlags {
  readonly cron: string;
  readonly zone?: string;
  readonly kind: ScheduleTerms["kind"];
  readonly overlap: ScheduleTerms["overlap"];
  readonly missed: ScheduleTerms["missed"];
  readonly jitter: number;
}

function addAdd(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.schedulesAdd;
  const choice = (flag: string, about: string, choices: readonly string[]): Option =>
    new Option(flag, about).choices(choices).default(choices[0]);
  const command = group
    .command("add")
    .argument("[source]", texts.source)
    .summary(texts.summary)
    .description(texts.about)
    .requiredOption("--cron <fields>", texts.cron)
    .option("--zone <name>", texts.zone)
    .addOption(choice("--kind <kind>", texts.kind, SCHEDULE_KINDS))
    .addOption(choice("--overlap <policy>", texts.overlap, OVERLAP_POLICIES))
    .addOption(choice("--missed <policy>", texts.missed, MISSED_POLICIES))
    .option("--jitter <seconds>", texts.jitter, wholeNumber(0), 0)
    .action(async (source: string | undefined, flags: AddFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { cron, zone = localZone(), kind, overlap, missed, jitter } = flags;
      const named = kind === "retention" ? (source ?? null) : sourceOf(context, source);
      const terms = { source: named, kind, cron, zone, overlap, missed, jitter, isOn: true };
      checkTerms(terms, Date.now());
      const added = await addSchedule(context.ports, terms, new Date().toISOString());
      await tell(context, added, "added");
      if (!context.json && !context.quiet) context.screen.tell(cli.words.schedules.needsServe);
    });
  addExamples(command, [
    ["datamaster schedules add main-crm --cron '0 2 * * *' --zone Europe/Moscow", texts.examples.daily],
    ["datamaster schedules add main-crm --cron '0 4 * * SUN' --kind sweep", texts.examples.sweep],
    ["datamaster schedules add --cron '0 5 * * *' --kind retention", texts.examples.retention],
  ]);
}

/** The one that is named, or the only one of the config. */
function sourceOf({ sources }: Context, named: string | undefined): string | null {
  if (named !== undefined) return named;
  const [only, ...others] = sources;
  return only !== undefined && others.length === 0 ? only.name : null;
}

function addTurning(group: Command, cli: Cli, isOn: boolean): void {
  const texts = cli.words.verbs[isOn ? "schedulesOn" : "schedulesOff"];
  const { on, off } = { on: cli.words.verbs.schedulesOn, off: cli.words.verbs.schedulesOff };
  const command = group
    .command(isOn ? "on" : "off")
    .argument("<id>", on.id, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .action(async (id: number, _flags: object, self: Command) => {
      const context = await openContext(cli, self, "optional");
      await tell(
        context,
        await changeSchedule(context.ports, id, { isOn }, new Date().toISOString()),
        "changed",
      );
    });
  addExamples(command, [
    isOn ? ["datamaster schedules on 1", on.examples.on] : ["datamaster schedules off 1", off.examples.off],
  ]);
}

async function tell(context: Context, schedule: Schedule, act: "added" | "changed"): Promise<void> {
  const { cli, json, quiet, screen } = context;
  if (json) return printJson(cli, withTimes(schedule, Date.now()));
  if (quiet) return;
  const { schedules: texts } = cli.words;
  const sentence = await sentenceOf(schedule, cli.words);
  const on = schedule.isOn ? texts.on : texts.off;
  screen.tell(texts[act]({ id: schedule.id, sentence, on }));
}

function addRemove(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.schedulesRemove;
  const command = group
    .command("remove")
    .argument("<id>", cli.words.verbs.schedulesOn.id, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .action(async (id: number, _flags: object, self: Command) => {
      const { ports, json, quiet, screen } = await openContext(cli, self, "optional");
      await removeSchedule(ports, id);
      if (json) return printJson(cli, { removed: id });
      if (!quiet) screen.tell(cli.words.schedules.removed({ id }));
    });
  addExamples(command, [["datamaster schedules remove 1", texts.examples.remove]]);
}

function addNext(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.schedulesNext;
  const command = group
    .command("next")
    .argument("<schedule>", texts.id)
    .summary(texts.summary)
    .description(texts.about)
    .option("--zone <name>", cli.words.verbs.schedulesAdd.zone)
    .option("--count <n>", texts.count, wholeNumber(1), NEXT_TIMES)
    .action(async (given: string, flags: { zone?: string; count: number }, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const timing = await timingOf(context, given, flags.zone);
      checkTiming(timing, Date.now());
      const next = nextTimes(timing, Date.now(), Math.min(flags.count, 1_000));
      if (context.json) return printJson(cli, { ...timing, next });
      const { schedules: words } = cli.words;
      const lines = next.map(({ local, clocksMoved }) => {
        const mark = clocksMoved === null ? "" : `  ${words.clocksMoved({ minutes: clocksMoved })}`;
        return `${local.slice(0, 16).replace("T", " ")} ${local.slice(16)}${mark}`;
      });
      cli.stdout.write(`${[await sentenceOf(timing, cli.words), ...lines].join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster schedules next 1", texts.examples.one],
    ["datamaster schedules next '0 2 * * MON-FRI' --zone Europe/Moscow", texts.examples.cron],
  ]);
}

async function timingOf({ ports }: Context, given: string, zone = localZone()) {
  if (!/^\d+$/.test(given)) return { cron: given, zone };
  const found = (await listSchedules(ports)).find(({ id }) => id === Number(given));
  if (found !== undefined) return { cron: found.cron, zone: found.zone };
  throw new DatamasterError("NO_SUCH_SCHEDULE", told("noSuchSchedule", { id: Number(given) }));
}
