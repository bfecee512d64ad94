import { type Command, Option } from "commander";
import { type ListedNumber, listNumbers } from "../../app/numbers/list-numbers.ts";
import {
  ALL_HELD,
  NUMBER_SORTS,
  type NumberOrder,
  type NumberQuery,
} from "../../app/numbers/number-query.ts";
import { DatamasterError } from "../../base/errors.ts";
import { type Messages, told } from "../../messages/messages.ts";
import { NUMBER_TYPES } from "../../model/number.ts";
import { maskForPeople, PLACEHOLDER_FLAGS } from "../../phone/phone.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

interface ListFlags {
  readonly source?: readonly string[];
  readonly region?: readonly string[];
  readonly type?: readonly string[];
  readonly client?: readonly string[];
  readonly project?: readonly string[];
  readonly operator?: readonly string[];
  readonly flag?: readonly string[];
  readonly gone?: boolean;
  readonly newSince?: number;
  readonly minProjects?: number;
  readonly suppressed?: boolean;
  readonly sort: NumberOrder["by"];
  readonly ascending?: boolean;
  readonly limit: number;
}

const DEFAULT_LIMIT = 20;

/** `numbers list`: numbers that meet a filter, masked. */
export function addNumbersList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.numbersList;
  const same = cli.words.verbs.export;
  const command = group
    .command("list")
    .summary(texts.summary)
    .description(texts.about)
    .option("--source <name>", same.source, listed)
    .option("--client <id>", same.client, listed)
    .option("--project <id>", same.project, listed)
    .option("--region <code>", same.region, listed)
    .option("--type <type>", same.type, listed)
    .option("--operator <name>", same.operator, listed)
    .option("--min-projects <n>", same.minProjects, wholeNumber(1))
    .option("--flag <flag>", same.flag({ flags: PLACEHOLDER_FLAGS.join(", ") }), listed)
    .option("--gone", texts.gone)
    .option("--new-since <run>", texts.newSince, wholeNumber(1))
    .option("--suppressed", texts.suppressed)
    .addOption(new Option("--sort <key>", texts.sort).choices(NUMBER_SORTS).default("first"))
    .option("--ascending", texts.ascending)
    .option("--limit <n>", texts.limit, wholeNumber(1), DEFAULT_LIMIT)
    .action(async (flags: ListFlags, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const { items, count } = await listNumbers(ports, {
        query: queryOf(flags),
        order: { by: flags.sort, descending: flags.ascending !== true },
        after: null,
        size: flags.limit,
        // JSON is English in every language.
        language: json ? "en" : cli.words.language,
      });
      if (json) return printJson(cli, { count, numbers: items.map(asJson) });
      cli.stdout.write(`${cli.words.numbers.counted({ count, shown: items.length })}\n`);
      const lines = table(items, columns(cli.words), columnsOf(cli.stdout));
      if (items.length > 0) cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster numbers list --new-since 46 --region RU", texts.examples.new],
    ["datamaster numbers list --min-projects 3 --sort places", texts.examples.several],
    ["datamaster numbers list --gone --limit 100 --json", texts.examples.json],
  ]);
}

/** Throws USAGE for a type or flag that there is not. */
function queryOf(flags: ListFlags): NumberQuery {
  const types = (flags.type ?? []).map((type) => type.toUpperCase());
  refuseUnknown(types, NUMBER_TYPES, "noType");
  refuseUnknown(flags.flag ?? [], PLACEHOLDER_FLAGS, "noFlag");
  return {
    ...ALL_HELD,
    sources: flags.source ?? [],
    clients: flags.client ?? [],
    projects: flags.project ?? [],
    regions: (flags.region ?? []).map((region) => region.toUpperCase()),
    types,
    operators: flags.operator ?? [],
    flags: PLACEHOLDER_FLAGS.filter((flag) => flags.flag?.includes(flag)),
    state: flags.gone === true ? "gone" : "held",
    newSince: flags.newSince ?? null,
    minProjects: flags.minProjects ?? 1,
    suppressed: flags.suppressed === true ? true : null,
  };
}

function refuseUnknown(given: readonly string[], known: readonly string[], wrong: "noType" | "noFlag"): void {
  const name = given.find((one) => !known.includes(one));
  if (name !== undefined) throw new DatamasterError("USAGE", told(wrong, { name, known: known.join(", ") }));
}

/** Lists never hold whole numbers: `export` gives many, and notes it; `numbers show` tells of one. */
function asJson({ number, ...row }: ListedNumber) {
  return { phone: maskForPeople(`+${number}`), ...row };
}

function columns(words: Messages): Column<ListedNumber>[] {
  const { heads, marks } = words.numbers;
  const marksOf = ({ suppressed, flags, isGone, isNew }: ListedNumber): string =>
    [suppressed ? marks.suppressed : "", flags.join(" "), isGone ? marks.gone : "", isNew ? marks.new : ""]
      .filter((mark) => mark !== "")
      .join(", ");
  return [
    { head: heads.number, cell: ({ number }) => maskForPeople(`+${number}`) },
    { head: heads.region, cell: ({ region }) => region },
    { head: heads.type, cell: ({ type }) => type, dropAt: 3 },
    { head: heads.operator, cell: ({ operator }) => oneLine(operator ?? ""), shrinkTo: 8, dropAt: 4 },
    { head: heads.client, cell: ({ place }) => oneLine(place.client), shrinkTo: 12 },
    { head: heads.project, cell: ({ place }) => oneLine(place.project), shrinkTo: 12 },
    { head: heads.places, right: true, cell: ({ places }) => String(places), dropAt: 2 },
    { head: heads.came, right: true, cell: ({ firstRun }) => String(firstRun), dropAt: 5 },
    { head: heads.lastSeen, cell: ({ lastSeen }) => words.moment(lastSeen), dropAt: 1 },
    { head: heads.marks, cell: marksOf, shrinkTo: 10 },
  ];
}
