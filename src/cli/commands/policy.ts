import { Argument, type Command } from "commander";
import { changeRules, POLICY_NAMES, readRule, type ShownRules, showRules } from "../../app/people/policy.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { groundOf } from "../ground.ts";
import { addExamples, addGroup } from "../help.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

type PolicyName = (typeof POLICY_NAMES)[number];

/** `policy show`, `set`: what admins set of the service in Settings, Privacy. */
export function addPolicy(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.policy;
  const group = addGroup(program, "policy", texts, [
    ["datamaster policy show", texts.examples.show],
    ["datamaster policy set revealsADay 50", texts.examples.set],
  ]);
  addShow(group, cli);
  addSet(group, cli);
}

function addShow(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.policyShow;
  const command = group
    .command("show")
    .summary(texts.summary)
    .description(texts.about)
    .action(async (_flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const shown = await showRules(context.ports, groundOf(context));
      if (context.json) return printJson(cli, shown);
      cli.stdout.write(`${ruleLines(cli, shown).join("\n")}\n`);
    });
  addExamples(command, [["datamaster policy show --json", texts.examples.json]]);
}

function ruleLines(cli: Cli, { rules, fixed, changed }: ShownRules): string[] {
  const { policy: words, moment } = cli.words;
  const setBy = (name: PolicyName): string => {
    if (fixed.includes(name)) return words.config;
    const change = changed.find((one) => one.name === name);
    return change === undefined ? "" : oneLine(`${change.who}, ${moment(change.at)}`);
  };
  return table(
    POLICY_NAMES,
    [
      { head: words.heads.name, cell: (name) => name },
      { head: words.heads.value, right: true, cell: (name) => String(rules[name]) },
      { head: words.heads.about, cell: (name) => words.about[name], shrinkTo: 16 },
      { head: words.heads.by, cell: setBy, dropAt: 1 },
    ],
    columnsOf(cli.stdout),
  );
}

function addSet(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.policySet;
  const command = group
    .command("set")
    .addArgument(new Argument("<name>", texts.name).choices(POLICY_NAMES))
    .argument("<value>", texts.value)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (given: string, value: string, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const name = POLICY_NAMES.find((one) => one === given);
      const change = name === undefined ? null : readRule(name, value);
      if (name === undefined || change === null)
        throw new DatamasterError("USAGE", told("policyValue", { name: given, value }));
      const shown = await changeRules(context.ports, change, groundOf(context));
      if (context.json) return printJson(cli, shown);
      const now = String(shown.rules[name]);
      if (!context.quiet) context.screen.tell(cli.words.policy.set({ name, value: now }));
    });
  addExamples(command, [
    ["datamaster policy set revealsADay 50", texts.examples.fewer],
    ["datamaster policy set needsSecondFactor true", texts.examples.factor],
  ]);
}
