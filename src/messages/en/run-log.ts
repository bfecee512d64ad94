import { counts, formats } from "./counts.ts";

const UNITS: Readonly<Record<string, string>> = {
  clients: "The list of clients",
  projects: "The projects of client",
  phones: "Project",
};

interface UnitName {
  readonly kind: "clients" | "projects" | "phones";
  readonly id: string;
}

const name = ({ kind, id }: UnitName): string => `${UNITS[kind] ?? ""} ${id}`.trim();
/** Inside of a sentence. */
const inside = (unit: UnitName): string => name(unit).replace(/^./, (first) => first.toLowerCase());

/** Lines of a run's log, and what the service says of runs. */
export const runLog = {
  logBegan: (p: { source: string; who: string; full: boolean }) => [
    `${p.who} began collecting ${p.source}${p.full ? ", all of it" : ", what changed"}`,
  ],
  logBeganPart: (p: {
    source: string;
    who: string;
    clients: number;
    exclude: number;
    limit: number | null;
  }) => [
    [
      `${p.who} began collecting a part of ${p.source}`,
      ...(p.clients > 0 ? [`only ${counts.clients(p.clients)}`] : []),
      ...(p.exclude > 0 ? [`without ${counts.clients(p.exclude)}`] : []),
      ...(p.limit === null ? [] : [`at most ${counts.clients(p.limit)}`]),
    ].join(", "),
  ],
  logBeganRetry: (p: {
    source: string;
    who: string;
    run: number;
    code: string | null;
    kind: UnitName["kind"] | null;
    id: string;
  }) => [
    [
      `${p.who} began reading again of ${p.source} what run ${p.run} set aside`,
      ...(p.code === null ? [] : [`only what failed with ${p.code}`]),
      ...(p.kind === null ? [] : [`only ${inside({ kind: p.kind, id: p.id })}`]),
    ].join(", "),
  ],
  logGoesOn: (p: { who: string; projects: number }) => [
    `${p.who} lets the run go on; ${counts.projects(p.projects)} were read before`,
  ],
  logRead: (p: UnitName & { pages: number; records: number; numbers: number }) => [
    p.kind === "phones"
      ? `Project ${p.id} read: ${formats.count(p.pages)} ${formats.plural(p.pages, { one: "page", many: "pages" })}, ${counts.records(p.records)}, ${counts.numbers(p.numbers)}`
      : `${name(p)} read: ${formats.count(p.records)} on ${formats.count(p.pages)} ${formats.plural(p.pages, { one: "page", many: "pages" })}`,
  ],
  logMore: (p: { read: number; failed: number }) => [
    [
      ...(p.read > 0 ? [`${formats.count(p.read)} more were read in this second`] : []),
      ...(p.failed > 0 ? [`${formats.count(p.failed)} more are tried again`] : []),
    ].join(", "),
  ],
  logTryAgain: (p: UnitName & { why: string; failures: number; seconds: number }) => [
    `${name(p)}: ${p.why} Failure ${p.failures}, tried again in ${formats.duration(p.seconds)}`,
  ],
  logStopping: (p: { who: string; atOnce: boolean }) => [
    p.atOnce ? `${p.who} stopped the run at once` : `${p.who} asked the run to stop`,
  ],
  logEnded: (p: { status: string; records: number; numbers: number }) => [
    `Ended: ${p.status}; ${counts.records(p.records)} read, ${counts.numbers(p.numbers)} held`,
  ],
  logDelivered: (p: { name: string; state: string; place: string }) => [
    `Delivery ${p.name}: ${p.state} (${p.place})`,
  ],
  runBusy: (p: { source: string }) => [
    `${p.source} is being collected already.`,
    "Open the run that goes on, or stop it first.",
  ],
  runHandsOn: (p: { source: string }) => [`The run of ${p.source} before it hands on what it found.`],
  runNotHere: (p: { run: number }) => [
    `Run ${p.run} is not being worked on here.`,
    "It has ended, or another process works on it.",
  ],
  runClosing: () => ["The service is ending; nothing is started any more.", "Start it again and try then."],
  nothingToRetry: (p: { run: number }) => [
    `Nothing that run ${p.run} set aside is left to be read.`,
    "A later run has read it, or it is gone from the CRM.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** Help of `runs log`. */
export const runLogVerbs = {
  runsLog: {
    summary: "the log of one run",
    about:
      "Shows what `serve` wrote down while it worked on a run: each project and list that was read, what was tried again and why. Numbers are masked. Runs that `collect` did have none.",
    run: "number of the run",
    level: "only lines of this level and worse ones",
    text: "only lines that hold this text, in any case",
    limit: "so many of the newest lines",
    none: "No line is kept of this run, or none is as you asked.",
    examples: { warnings: "what did not go well", one: "what was said of one project" },
  },
};
