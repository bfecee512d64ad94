import type { Command } from "commander";
import { listAudit, verifyAudit } from "../../app/privacy/audit.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { auditLines } from "../audit-text.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { sinceOf } from "../export-request.ts";
import { addExamples, addGroup, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { columnsOf, createPaint } from "../text.ts";

interface ListFlags {
  readonly action?: string;
  readonly since?: string;
  readonly limit: number;
}

/** `audit list`, `audit verify`: who exported, suppressed, erased or reverted what. */
export function addAudit(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.audit;
  const group = addGroup(program, "audit", texts, [
    ["datamaster audit list", texts.examples.list],
    ["datamaster audit verify", texts.examples.verify],
  ]);
  addList(group, cli);
  addVerify(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.auditList;
  const command = group
    .command("list")
    .summary(texts.summary)
    .description(texts.about)
    .option("--action <action>", texts.action)
    .option("--since <when>", texts.since)
    .option("--limit <n>", texts.limit, wholeNumber(1), 20)
    .action(async ({ action, since, limit }: ListFlags, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const moment = sinceOf(since, new Date());
      if (typeof moment === "number")
        throw new DatamasterError("USAGE", told("noSince", { since: since ?? "" }));
      const entries = await listAudit(ports, { action: action ?? null, since: moment, limit });
      if (json) return printJson(cli, { entries });
      const lines =
        entries.length === 0 ? [cli.words.audit.none] : auditLines(entries, cli.words, columnsOf(cli.stdout));
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster audit list", texts.examples.last],
    ["datamaster audit list --action export --since 7d", texts.examples.exports],
    ["datamaster audit list --limit 1000 --json", texts.examples.json],
  ]);
}

function addVerify(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.auditVerify;
  const command = group
    .command("verify")
    .summary(texts.summary)
    .description(texts.about)
    .option("--head <hash>", texts.head)
    .action(async (flags: { head?: string }, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const verdict = await verifyAudit(ports, flags.head ?? null);
      if (!verdict.ok) cli.exit(1);
      if (json) return printJson(cli, verdict);
      const { audit } = cli.words;
      const paint = createPaint(cli.stdout);
      const { broken, entries, head, found, ok } = verdict;
      const lines = [
        broken === null ? audit.whole({ entries }) : paint("red", audit.broken[broken.why](broken)),
        ...(flags.head === undefined
          ? []
          : found === null
            ? ok
              ? []
              : [paint("red", audit.cut)]
            : [audit.found({ seq: found })]),
        ...(broken === null ? [audit.head({ head })] : []),
      ];
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster audit verify", texts.examples.all],
    ["datamaster audit verify --head 5feceb66ffc86f38...", texts.examples.head],
  ]);
}
