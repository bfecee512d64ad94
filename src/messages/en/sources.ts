import { counts, formats } from "./counts.ts";

/** What `sources` says. */
export const sourcesMade = {
  none: "No source is there yet.",
  heads: { name: "NAME", origin: "FROM", connector: "CRM", baseUrl: "ADDRESS" },
  origins: { file: "config file", made: "store" },
  facts: {
    made: (p: { who: string; at: string }) => `made by ${p.who} at ${formats.moment(p.at)} UTC`,
    secrets: (p: { who: string; at: string }) =>
      `secrets put in by ${p.who} at ${formats.moment(p.at)} UTC; they are not shown`,
  },
  held: (p: { clients: number; projects: number; numbers: number; runs: number }) =>
    `collected: ${counts.numbers(p.numbers)}, ${formats.count(p.projects)} projects, ${formats.count(p.clients)} clients, ${formats.count(p.runs)} runs`,
  sure: (p: { name: string }) => `Delete ${p.name} and all of it? It cannot be undone.`,
  stay: (p: { numbers: number }) => `Its ${counts.numbers(p.numbers)} stay.`,
  added: (p: { name: string }) => `${p.name} is added: datamaster check ${p.name}`,
  changed: (p: { name: string }) => `${p.name} is changed.`,
  removed: (p: { name: string }) => `${p.name} is deleted.`,
  rekeyed: (p: { sources: number; from: string; to: string }) =>
    `Sealed anew: ${p.sources} source${p.sources === 1 ? "" : "s"}. The key was ${p.from}, now it is ${p.to}; copies of the old one open nothing any more.`,
  token: "API token",
};

export const sourceVerbs = {
  sources: {
    summary: "sources kept in the store",
    about:
      "Sources that are made here or in the dashboard lie in the store, beside those of the config file; their secrets are sealed. " +
      "Every verb takes them by their names.",
    examples: { list: "all of them", add: "asks for the token", collect: "as any other" },
  },
  sourcesList: {
    summary: "all sources",
    about: "Lists the sources of the config file and those that were made.",
    examples: { json: "for programs" },
  },
  sourcesShow: {
    summary: "one source as YAML",
    about:
      "Shows a source as it would stand in the config file, without its secrets, and what was collected from it.",
    name: "its name",
    examples: { yaml: "to be put into a file" },
  },
  sourcesAdd: {
    summary: "make a source",
    about:
      "Makes a source in the store. Only public https addresses are taken, and those of networks that `serve.allowPrivateAddresses` " +
      "names. The token is asked for, or stands in DATAMASTER_TOKEN.",
    name: "its name: letters, digits, dots, - and _",
    from: "YAML of the source's settings, as `sources show` prints it; variables in it are filled in",
    tokenStdin: "read the token from stdin",
    examples: { ask: "asks for the token", file: "all settings from a file" },
  },
  sourcesEdit: {
    summary: "change a source",
    about: "Changes settings of a source that was made; what is not named stays, its secrets too.",
    name: "its name",
    askToken: "put in another token",
    examples: { rate: "another speed", token: "asks for the token" },
  },
  sourcesRemove: {
    summary: "delete a source",
    about:
      "Deletes a source that was made. What was collected from it stays, unless --delete-numbers is given.",
    name: "its name",
    deleteNumbers: "delete what was collected from it, too; its runs stay in the history",
    yes: "do not ask",
    examples: { keep: "its numbers stay", all: "shows what would go, and asks" },
  },
  sourcesRekey: {
    summary: "change the key of the secrets",
    about:
      "Makes another secret key and seals all secrets under it. Stop `datamaster serve` before; start it after.",
    examples: { now: "once a year, or when somebody leaves" },
  },
};

/** Faults of sources that people make. */
export const sourceFaults = {
  sourceExists: (p: { name: string }) => [
    `There is a source ${p.name} already.`,
    "Choose another name, or change that one.",
  ],
  sourceUnknown: (p: { name: string; known: string }) => [
    `There is no source ${p.name}.`,
    p.known === "" ? "No source is there yet." : `There are: ${p.known}`,
  ],
  sourceOfFile: (p: { name: string; file: string }) => [
    `The source ${p.name} stands in ${p.file}, and is changed there alone.`,
  ],
  onlyInFile: () => ["belongs to sources of the config file alone, since it names something of this machine"],
  sourceWrong: (p: { name: string; problems: readonly string[] }) => [
    `The settings of the source ${p.name} are not right: ${p.problems.join("; ")}`,
    "Correct them; docs/reference.md lists what each takes.",
  ],
  sourceProblem: (p: { field: string; problem: string; allowed: string }) => [
    `${p.field} ${p.problem}${p.allowed === "" ? "" : `, it takes ${p.allowed}`}`,
  ],
  allowedSecret: () => ["the secret itself, without spaces or line breaks"],
  sourceNameWrong: (p: { name: string }) => [
    `'${p.name}' cannot be the name of a source.`,
    "It takes up to 64 letters, digits, dots, - and _, and begins with a letter or digit.",
  ],
  sourceTokenNeeded: (p: { variable: string }) => [
    "There is no token, and nobody to ask for it.",
    `Put it into ${p.variable}, or give it on stdin with --token-stdin.`,
  ],
  sourceFileUnread: (p: { file: string; why: string }) => [`${p.file} cannot be read: ${p.why}`],
  sourceUnconfirmed: (p: { name: string }) => [
    `Nothing was deleted: nobody confirmed it for ${p.name}.`,
    "Run it again with --yes, or at a terminal, where it asks.",
  ],
  addressPrivate: (p: { host: string; address: string }) => [
    `${p.host} is a private address (${p.address}), and sources made here may lead to public ones only.`,
    "Whoever runs the service can name its network with `serve.allowPrivateAddresses` in datamaster.yaml.",
  ],
  addressPlain: (p: { host: string }) => [
    `${p.host} is asked without encryption: the token could be read on the way.`,
    "Begin the address with https://. By http:// only networks of `serve.allowPrivateAddresses` are asked.",
  ],
  trialGone: () => ["This test or sample is not kept any more: start it again."],
  trialCertificate: () => ["the certificate is good"],
  trialPlain: () => ["asked without encryption, in a network that is allowed"],
  draftUnknown: () => ["This draft is not there any more: drafts are kept for 7 days."],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
