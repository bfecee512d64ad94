import { type Command, Option } from "commander";
import { dropToken, listTokens, makeToken, type TokenRow } from "../../app/people/api-tokens.ts";
import { findPersonId } from "../../app/people/people.ts";
import { type Permission, TOKEN_SCOPES } from "../../contract/contract.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup, wholeNumber } from "../help.ts";
import { addPlainList } from "../plain-list.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

interface AddFlags {
  readonly owner: string;
  readonly scope: readonly Permission[];
  readonly days?: number;
}

/** `tokens list`, `add`, `revoke`: what lets programs use the API. */
export function addTokens(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.tokens;
  const group = addGroup(program, "tokens", texts, [
    ["datamaster tokens list", texts.examples.list],
    ["datamaster tokens add nightly --owner anna@example.com --scope runs.control", texts.examples.add],
  ]);
  addList(group, cli);
  addAdd(group, cli);
  addRevoke(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.tokensList;
  addPlainList(group, cli, {
    texts,
    examples: [["datamaster tokens list --json", texts.examples.json]],
    read: listTokens,
    document: (tokens) => ({ tokens }),
    lines: (tokens) => (tokens.length === 0 ? [cli.words.tokens.none] : tokenLines(cli, tokens)),
  });
}

function tokenLines(cli: Cli, tokens: readonly TokenRow[]): string[] {
  const { tokens: words, moment } = cli.words;
  const at = (time: string | null): string => (time === null ? words.never : moment(time));
  return table(
    tokens,
    [
      { head: words.heads.id, cell: ({ id }) => id },
      { head: words.heads.name, cell: ({ name }) => oneLine(name), shrinkTo: 8 },
      { head: words.heads.owner, cell: ({ owner }) => oneLine(owner.email), shrinkTo: 8, dropAt: 1 },
      { head: words.heads.scopes, cell: ({ scopes }) => scopes.join(" "), shrinkTo: 12 },
      { head: words.heads.used, cell: ({ usedAt }) => at(usedAt), dropAt: 3 },
      { head: words.heads.ends, cell: ({ expiresAt }) => at(expiresAt), dropAt: 2 },
    ],
    columnsOf(cli.stdout),
  );
}

function addAdd(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.tokensAdd;
  const scope = new Option("--scope <scope...>", texts.scope).choices(TOKEN_SCOPES).makeOptionMandatory();
  const command = group
    .command("add")
    .argument("<name>", texts.name)
    .summary(texts.summary)
    .description(texts.about)
    .requiredOption("--owner <email>", texts.owner)
    .addOption(scope)
    .option("--days <n>", texts.days, wholeNumber(1))
    .action(async (name: string, { owner, scope: scopes, days }: AddFlags, self: Command) => {
      const { ports, json, quiet, screen } = await openContext(cli, self, "optional");
      const made = await makeToken(ports, {
        name,
        owner: await findPersonId(ports, owner),
        scopes,
        days: days ?? null,
      });
      if (json) return printJson(cli, { token: made.token, ...made.row });
      cli.stdout.write(`${made.token}\n`);
      if (!quiet) screen.line(cli.words.tokens.once);
    });
  addExamples(command, [
    [
      "datamaster tokens add nightly --owner anna@example.com --scope runs.see runs.control --days 90",
      texts.examples.add,
    ],
  ]);
}

function addRevoke(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.tokensRevoke;
  const command = group
    .command("revoke")
    .argument("<token>", texts.token)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (token: string, _flags: unknown, self: Command) => {
      const { ports, json, quiet, screen } = await openContext(cli, self, "optional");
      await dropToken(ports, token);
      if (json) printJson(cli, { revoked: token });
      else if (!quiet) screen.line(cli.words.tokens.revoked);
    });
  addExamples(command, [["datamaster tokens revoke t_8fK2x0aBcDeF", texts.examples.one]]);
}
