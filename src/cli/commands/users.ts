import { Argument, type Command, Option } from "commander";
import { invite, type MadeLink, makePasswordLink } from "../../app/people/invites.ts";
import {
  changePerson,
  findPersonId,
  listPeople,
  type PeopleList,
  resetSecondFactor,
} from "../../app/people/people.ts";
import { ROLES, type Role } from "../../contract/contract.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, addGroup } from "../help.ts";
import { addPlainList } from "../plain-list.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

interface AddFlags {
  readonly name?: string;
  readonly role: Role;
  readonly address?: string;
}

/** `users list`, `add`, `role`, `disable`, `enable`, `link`, `reset-factor`: who may use the service. */
export function addUsers(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.users;
  const group = addGroup(program, "users", texts, [
    ["datamaster users list", texts.examples.list],
    ["datamaster users add igor@example.com --name 'Igor Volkov' --role operator", texts.examples.add],
    ["datamaster users disable igor@example.com", texts.examples.disable],
  ]);
  addList(group, cli);
  addAdd(group, cli);
  addRole(group, cli);
  addState(group, cli, "disable");
  addState(group, cli, "enable");
  addLink(group, cli);
  addReset(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.usersList;
  addPlainList(group, cli, {
    texts,
    examples: [["datamaster users list --json", texts.examples.json]],
    read: listPeople,
    document: ({ people, invites }) => ({ users: people, invites }),
    lines: (list) => listLines(cli, list),
  });
}

function listLines(cli: Cli, { people, invites }: PeopleList): string[] {
  const { users, moment } = cli.words;
  if (people.length === 0 && invites.length === 0) return [users.none];
  const rows = [
    ...people.map(({ state, ...person }) => ({ ...person, state: users.states[state] })),
    ...invites.map(({ name, email, role, kind }) => ({
      name: name ?? "",
      email: email ?? "",
      role: role ?? "",
      seenAt: null,
      secondFactor: false,
      state: kind === "password" ? users.states.link : users.states.invited,
    })),
  ];
  return table(
    rows,
    [
      { head: users.heads.email, cell: ({ email }) => oneLine(email) },
      { head: users.heads.name, cell: ({ name }) => oneLine(name), shrinkTo: 8 },
      { head: users.heads.role, cell: ({ role }) => role },
      { head: users.heads.state, cell: ({ state }) => state },
      { head: users.heads.factor, cell: ({ secondFactor }) => (secondFactor ? users.yes : ""), dropAt: 1 },
      { head: users.heads.seen, cell: ({ seenAt }) => (seenAt === null ? "" : moment(seenAt)), dropAt: 2 },
    ],
    columnsOf(cli.stdout),
  );
}

function addAdd(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.usersAdd;
  const command = group
    .command("add")
    .argument("<email>", texts.email)
    .summary(texts.summary)
    .description(texts.about)
    .option("--name <name>", texts.name)
    .addOption(new Option("--role <role>", texts.role).choices(ROLES).makeOptionMandatory())
    .option("--address <url>", texts.address)
    .action(async (email: string, { name, role, address }: AddFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const invited = { email, name: name ?? email.replace(/@.*$/s, ""), role };
      printLink(context, await invite(context.ports, invited), address);
    });
  addExamples(command, [
    ["datamaster users add igor@example.com --name 'Igor Volkov' --role operator", texts.examples.add],
    [
      "datamaster users add dpo@example.com --role auditor --address https://dm.example.com",
      texts.examples.address,
    ],
  ]);
}

/** The link on stdout, what to know of it on stderr. */
function printLink(
  { cli, json, quiet, screen, loaded }: Context,
  { secret, expiresAt }: MadeLink,
  address?: string,
) {
  const { port, tlsCert } = loaded.config.serve;
  const base = address ?? `${tlsCert === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  const link = `${base.replace(/\/+$/, "")}/setup#${secret}`;
  if (json) return printJson(cli, { link, expiresAt });
  cli.stdout.write(`${link}\n`);
  if (!quiet) screen.line(cli.words.users.link({ until: cli.words.moment(expiresAt) }));
}

function addRole(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.usersRole;
  const command = group
    .command("role")
    .argument("<email>", texts.email)
    .addArgument(new Argument("<role>", texts.role).choices(ROLES))
    .summary(texts.summary)
    .description(texts.about)
    .action(async (email: string, role: Role, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const id = await findPersonId(context.ports, email);
      const { ended } = await changePerson(context.ports, id, { role });
      say(context, { email, role, ended }, cli.words.users.role({ email, role, ended }));
    });
  addExamples(command, [["datamaster users role igor@example.com exporter", texts.examples.role]]);
}

function addState(group: Command, cli: Cli, verb: "disable" | "enable"): void {
  const texts = cli.words.verbs[verb === "disable" ? "usersDisable" : "usersEnable"];
  const command = group
    .command(verb)
    .argument("<email>", cli.words.verbs.usersRole.email)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (email: string, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const id = await findPersonId(context.ports, email);
      const state = verb === "disable" ? "disabled" : "active";
      const { ended } = await changePerson(context.ports, id, { state });
      say(context, { email, state, ended }, cli.words.users[state]({ email, ended }));
    });
  addExamples(command, [[`datamaster users ${verb} igor@example.com`, texts.examples.one]]);
}

function addLink(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.usersLink;
  const command = group
    .command("link")
    .argument("<email>", cli.words.verbs.usersRole.email)
    .summary(texts.summary)
    .description(texts.about)
    .option("--address <url>", cli.words.verbs.usersAdd.address)
    .action(async (email: string, { address }: { address?: string }, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const id = await findPersonId(context.ports, email);
      printLink(context, await makePasswordLink(context.ports, id), address);
    });
  addExamples(command, [["datamaster users link igor@example.com", texts.examples.one]]);
}

function addReset(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.usersResetFactor;
  const command = group
    .command("reset-factor")
    .argument("<email>", cli.words.verbs.usersRole.email)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (email: string, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ended } = await resetSecondFactor(context.ports, await findPersonId(context.ports, email));
      say(context, { email, ended }, cli.words.users.reset({ email, ended }));
    });
  addExamples(command, [["datamaster users reset-factor igor@example.com", texts.examples.one]]);
}

function say({ cli, json, quiet, screen }: Context, facts: object, line: string): void {
  if (json) printJson(cli, facts);
  else if (!quiet) screen.line(line);
}
