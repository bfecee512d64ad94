import { counts, formats } from "./counts.ts";

const { count, decimal, moment } = formats;

/** `3.4 MB`, `12 KB`. */
function size(bytes: number): string {
  return bytes >= 1_000_000 ? `${decimal(bytes / 1_000_000)} MB` : `${count(Math.ceil(bytes / 1000))} KB`;
}

/** Help of the verbs that hand files on. */
export const deliverVerbs = {
  deliver: {
    summary: "hand the files of a run on, as the config says",
    about:
      "Hands on what collect hands on by itself after a run: without a number what is still owed of each source's last run; " +
      "with one that run, once more, even where it is partial or was delivered before.",
    run: "number of a finished run",
    to: "only this delivery of the config; may be repeated",
    dryRun: "make the files and tell what would be sent; send nothing",
    examples: { owed: "what is still owed", again: "run 12 once more", dry: "what would be sent" },
  },
  deliveries: {
    summary: "what was handed on after which run",
    about: "Shows what was handed on, and where to.",
    examples: { list: "the last 20" },
  },
  deliveriesList: {
    summary: "the last deliveries",
    about: "Lists what was handed on, was held back or failed, the newest run first.",
    run: "only of this run",
    limit: "at most so many",
    examples: { all: "the last 20", one: "of run 12, with names and hashes of files" },
  },
};

interface Told {
  readonly name: string;
  readonly run: number;
  readonly place: string;
  readonly rows: number;
  readonly files: readonly string[];
  /** The command line that delivers it again. */
  readonly line: string;
}

const filesOf = (files: readonly string[]): string =>
  files.length === 1 ? `${files[0]}` : counts.files(files.length);

/** What is said of deliveries. */
export const delivering = {
  writing: (p: { name: string; rows: number }) => `Delivery ${p.name}: writing, ${counts.rows(p.rows)}`,
  sending: (p: { name: string; sent: number; bytes: number }) =>
    `Delivery ${p.name}: ${size(p.sent)} of ${size(p.bytes)} sent`,
  waiting: (p: { name: string }) => `Delivery ${p.name}: waiting for the next try`,
  retry: (p: { name: string; why: string }) => `Delivery ${p.name} is tried again: ${p.why}`,
  delivered: (p: Told) =>
    `Delivery ${p.name}: ${filesOf(p.files)} with ${counts.rows(p.rows)} handed on to ${p.place}`,
  dry: (p: Told) =>
    `Delivery ${p.name}: ${filesOf(p.files)} with ${counts.rows(p.rows)} would go to ${p.place}`,
  already: (p: Told) => `Delivery ${p.name}: run ${p.run} was delivered before; once more with: ${p.line}`,
  held: (p: Told) =>
    `Delivery ${p.name}: run ${p.run} is held back, it did not read all of its source; deliver it with: ${p.line}`,
  failed: (p: { name: string; run: number; line: string }) =>
    `Delivery ${p.name} failed. Run ${p.run} itself is stored; deliver it with: ${p.line}`,
  mailFile: (p: { name: string; rows: number; bytes: number; sha256: string }) =>
    `${p.name}: ${counts.rows(p.rows)}, ${size(p.bytes)}, SHA-256 ${p.sha256}`,
  mail: (p: {
    delivery: string;
    source: string;
    run: number;
    startedAt: string;
    isPartial: boolean;
    files: readonly string[];
  }) =>
    [
      `Delivery ${p.delivery}: run ${p.run} of ${p.source}, begun ${moment(p.startedAt)} UTC.`,
      ...(p.isPartial ? ["Something could not be read in it and is quarantined."] : []),
      "",
      ...p.files,
      "",
      "The files hold personal data. This mail was sent by a program.",
    ].join("\n"),
  nothing: "There is no finished run to deliver.",
  none: "Nothing was delivered yet.",
  list: {
    heads: { run: "RUN", name: "DELIVERY", state: "STATE", at: "AT (UTC)", rows: "ROWS", place: "TO" },
    states: { sending: "unclear", delivered: "delivered", held: "held back", failed: "failed" },
  },
};

type Fault = readonly [message: string, hint?: string];

/** Why files could not be handed on. */
export const deliverFaults = {
  deliveryFailed: (p: { place: string; why: string }) => [`Handing on to ${p.place} failed: ${p.why}`],
  deliveryNoFolder: (p: { path: string }) => [
    `${p.path} is no folder.`,
    "Make it, or mend the path of this delivery in the config.",
  ],
  deliveryNotWritable: (p: { place: string }) => [
    `${p.place} may not be written by this user.`,
    "Allow it there, or mend the path of this delivery in the config.",
  ],
  deliveryWritable: (p: { place: string }) => [`${p.place}: can be written`],
  deliveryNoProgram: (p: { program: string }) => [
    `There is no program ${p.program} that could be started.`,
    "Mend `run` of this delivery: the program by its full path, its arguments after it.",
  ],
  deliveryProgramFound: (p: { program: string }) => [`${p.program}: can be started`],
  deliveryProgramLate: (p: { program: string; seconds: number }) => [
    `${p.program} did not end within ${p.seconds} s and was stopped.`,
    "Where it needs longer, set timeoutSeconds of this delivery.",
  ],
  deliveryProgramFailed: (p: { program: string; how: string; said: string }) => [
    `${p.program} ended with ${p.how}${p.said === "" ? "." : `: ${p.said}`}`,
  ],
  deliveryKeyUnusable: (p: { file: string; why: string }) => [
    `The private key ${p.file} cannot be used: ${p.why}`,
    "Mend privateKey of this delivery, or the variable of its passphrase.",
  ],
  deliveryHostKeyUnknown: (p: { host: string; seen: string }) => [
    `The key of ${p.host} is not known: it showed ${p.seen}.`,
    `Compare that with what its administrator tells. If it is the same, write hostKey: "${p.seen}" into this delivery.`,
  ],
  deliveryHostKeyOther: (p: { host: string; seen: string; hostKey: string }) => [
    `${p.host} showed the key ${p.seen}, not ${p.hostKey}; nothing was sent.`,
    "It may be another machine in its place. Ask its administrator; only where the key was changed, change hostKey of this delivery.",
  ],
  deliveryLoginRefused: (p: { place: string }) => [
    `${p.place} refused the sign-in.`,
    "Mend user, password or key of this delivery, or have the account allowed there.",
  ],
  deliveryMailReady: (p: { place: string }) => [`${p.place}: the server lets us in`],
  deliveryMailTooLarge: (p: { place: string; megabytes: number; most: number }) => [
    `The files for ${p.place} have ${decimal(p.megabytes)} MB, more than the ${decimal(p.most)} MB that a mail may have.`,
    "Let the file's name end in .gz, hand on only what is new (onlyNew), use sftp, s3 or a folder, or raise maxMegabytes as far as the mail server allows.",
  ],
  deliveryMailRefused: (p: { place: string; why: string }) => [
    `${p.place} refused the mail: ${p.why}`,
    "Look at from, recipients and size of this delivery, and at the rights of its account.",
  ],
  deliveryStorageRefused: (p: { place: string; status: number; code: string }) => [
    `${p.place} refused it (${p.status}${p.code === "" ? "" : ` ${p.code}`}).`,
    "Look at endpoint, bucket, region and keys of this delivery, and at the rights of its account.",
  ],
  deliveryPlain: (p: { place: string }) => [
    `The connection to ${p.place} would not be encrypted; nothing was sent.`,
    "Use https://, or for e-mail security: tls or starttls.",
  ],
  deliverySecretNotSet: (p: { path: string }) => [
    `${p.path} names a variable that is not set, neither in the environment nor in .env.`,
  ],
  deliverUnfinished: (p: { run: number; status: string }) => [
    `Run ${p.run} is ${p.status}; only finished runs are delivered.`,
    "Continue it with resume, then it is delivered by itself.",
  ],
  noDeliveries: () => [
    "The config names no delivery.",
    "Add one under deliveries: in the config file; docs/reference.md shows how.",
  ],
  noDelivery: (p: { name: string; known: string }) => [
    `There is no delivery "${p.name}" in the config.`,
    `Known: ${p.known}.`,
  ],
  onlyNewTwice: (p: { name: string; preset: string }) => [
    `Delivery ${p.name} has onlyNew, which does not go with newSince or of: rejected in its preset ${p.preset}.`,
  ],
  noSuchExport: (p: { name: string; known: string }) => [
    `no export is called ${p.name}${p.known === "" ? "" : `; known: ${p.known}`}`,
  ],
  singerOf: () => ["Singer messages are of numbers or pairs."],
  singerBeside: (p: { flag: string }) => [
    `${p.flag} does not go with --format singer.`,
    "All that is held now is sent; with --state FILE what came and went since then.",
  ],
  stateNeedsSinger: () => ["--state is for --format singer."],
  singerStateUnread: (p: { file: string; why: string }) => [
    `The state ${p.file} cannot be read: ${p.why}`,
    "The first time leave --state away, and keep the last line that the target prints.",
  ],
  singerStateWrong: (p: { file: string }) => [
    `${p.file} holds no state of this program.`,
    "It must hold the last line that the target printed.",
  ],
  singerOtherSelection: (p: { source: string }) => [
    `The state knows ${p.source} with other columns or filters than these.`,
    "Ask for the same ones, or leave --state away: then all is sent anew.",
  ],
  singerOtherStore: (p: { source: string; run: number }) => [
    `The state is about run ${p.run} of ${p.source}, which this database does not hold as finished.`,
    "Name the database that it is about, or leave --state away: then all is sent anew.",
  ],
  noSuchSource: (p: { name: string; known: string }) => [
    `no source is called ${p.name}${p.known === "" ? "" : `; known: ${p.known}`}`,
  ],
} satisfies Record<string, (p: never) => Fault>;
