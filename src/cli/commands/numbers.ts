import type { Command } from "commander";
import { type NumberHistory, traceNumber } from "../../app/numbers/show-number.ts";
import type { Messages } from "../../messages/messages.ts";
import type { NumberPlace } from "../../model/number.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup } from "../help.ts";
import { numberGiven, regionsToRead } from "../number-lines.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, createPaint, oneLine, type Paint, pad, widthOf } from "../text.ts";
import { addNumbersList } from "./numbers-list.ts";

/** `numbers list`, `numbers show NUMBER`: which numbers there are, where one of them is and was. */
export function addNumbers(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.numbers;
  const numbers = addGroup(program, "numbers", texts, [
    ["datamaster numbers show +79161234567", texts.examples.show],
    ["datamaster numbers list --region RU --min-projects 2", texts.examples.list],
  ]);
  addNumbersList(numbers, cli);
  addShow(numbers, cli);
}

function addShow(numbers: Command, cli: Cli): void {
  const texts = cli.words.verbs.numbersShow;
  const command = numbers
    .command("show")
    .argument("[number]", texts.number)
    .summary(texts.summary)
    .description(texts.about)
    .option("--region <code>", texts.region)
    .action(async (given: string | undefined, flags: { region?: string }, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ports, json } = context;
      const text = await numberGiven(cli, given);
      const regions = await regionsToRead(context, flags.region);
      // JSON is English in every language.
      const history = await traceNumber(ports, text, json ? "en" : cli.words.language, regions);
      if (json) return printJson(cli, history);
      const lines = historyLines(history, cli.words, columnsOf(cli.stdout), createPaint(cli.stdout));
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster numbers show +79161234567", texts.examples.one],
    ["datamaster numbers show", texts.examples.ask],
    ["datamaster numbers show - --json < number.txt", texts.examples.json],
  ]);
}

/** A number and where it is and was, for people. */
export function historyLines(history: NumberHistory, words: Messages, width: number, paint: Paint): string[] {
  const { numbers, ranges } = words;
  const {
    e164,
    valid,
    region,
    type,
    operator,
    place,
    timeZones,
    flags,
    suppressed,
    firstSeen,
    lastSeen,
    places,
  } = history;
  const facts: (readonly [label: string, value: string | null])[] = [
    [ranges.labels.plan, valid ? ranges.valid({ region: region ?? "", type: type ?? "" }) : ranges.invalid],
    [ranges.labels.operator, operator],
    [ranges.labels.place, place],
    [ranges.labels.timeZones, timeZones.join(", ") || null],
    [numbers.labels.flags, flags.join(", ") || null],
    [numbers.labels.suppressed, suppressed && numbers.suppressed(suppressed)],
    [numbers.labels.firstSeen, firstSeen && `${words.moment(firstSeen)} UTC`],
    [numbers.labels.lastSeen, lastSeen && `${words.moment(lastSeen)} UTC`],
  ];
  const size = Math.max(...facts.map(([label]) => widthOf(label)));
  const lines = facts.flatMap(([label, value]) =>
    value === null ? [] : [`  ${pad(label, size)}  ${value}`],
  );
  const found =
    places.length === 0 ? [numbers.nowhere] : table(places, placeColumns(words, places, paint), width);
  return [paint("bold", e164), ...lines, "", ...found];
}

function placeColumns(words: Messages, places: readonly NumberPlace[], paint: Paint): Column<NumberPlace>[] {
  const { heads, states } = words.numbers;
  const kept = (head: string, of: (place: NumberPlace) => string | null): Column<NumberPlace>[] =>
    places.every((place) => of(place) === null)
      ? []
      : [{ head, cell: (place) => oneLine(of(place) ?? ""), shrinkTo: 8, dropAt: 3 }];
  const stateOf = ({ goneRun, unverified }: NumberPlace): string =>
    goneRun !== null ? states.gone({ run: goneRun }) : unverified ? states.unverified : states.held;
  return [
    { head: heads.source, cell: ({ source }) => oneLine(source), shrinkTo: 8, dropAt: 2 },
    { head: heads.client, cell: ({ client }) => oneLine(client), shrinkTo: 12 },
    { head: heads.id, cell: ({ clientId }) => oneLine(clientId), shrinkTo: 8, dropAt: 5 },
    { head: heads.project, cell: ({ project }) => oneLine(project), shrinkTo: 12 },
    { head: heads.id, cell: ({ projectId }) => oneLine(projectId), shrinkTo: 8, dropAt: 5 },
    { head: heads.came, right: true, cell: ({ cameRun }) => String(cameRun) },
    { head: heads.lastSeen, cell: ({ lastSeen }) => words.moment(lastSeen), dropAt: 4 },
    {
      head: heads.state,
      cell: stateOf,
      paint: (text, { goneRun, unverified }) =>
        goneRun !== null ? paint("dim", text) : unverified ? paint("yellow", text) : text,
    },
    ...kept(heads.label, ({ label }) => label),
    ...kept(heads.contact, ({ contact }) => contact),
  ];
}
