import { formats } from "./counts.ts";

/** What `numbers` says. */
export const numbers = {
  ask: "Number: ",
  nowhere: "No source has it, and none ever had.",
  labels: {
    flags: "looks made up",
    suppressed: "do not call",
    firstSeen: "first seen",
    lastSeen: "last seen",
  },
  suppressed: (p: { since: string; who: string; reason: string | null }) =>
    `since ${formats.moment(p.since)} UTC, by ${p.who}${p.reason === null ? "" : `: ${p.reason}`}`,
  heads: {
    source: "SOURCE",
    client: "CLIENT",
    id: "ID",
    project: "PROJECT",
    came: "SINCE RUN",
    lastSeen: "LAST SEEN (UTC)",
    state: "NOW",
    label: "LABEL",
    contact: "CONTACT",
    number: "NUMBER",
    region: "COUNTRY",
    type: "TYPE",
    operator: "OPERATOR",
    places: "PROJECTS",
    marks: "MARKS",
  },
  marks: { suppressed: "do not call", gone: "gone", new: "new" },
  counted: (p: { count: number; shown: number }) =>
    p.count === p.shown
      ? `${formats.count(p.count)} numbers`
      : `${formats.count(p.count)} numbers, ${formats.count(p.shown)} of them shown`,
  states: {
    held: "there",
    unverified: "unverified",
    gone: (p: { run: number }) => `gone in run ${p.run}`,
  },
};

export const numberFaults = {
  noNumberGiven: () => ["No number was given.", "Name one, like +79161234567, or write it to stdin."],
  revealsSpent: (p: { most: number; left: number }) => [
    `You may have ${p.most} numbers shown in 24 hours, and ${p.left} are left of them.`,
    "Wait, or ask an admin for an export of what you need.",
  ],
  otherLastDigits: () => [
    "These are not the last four digits of the number.",
    "Type them as the person who asked for the erasure told them.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** What `numbers list` says of itself. */
export const numbersList = {
  summary: "numbers by country, client, age and more, masked",
  about:
    "Lists the numbers that meet all of the filters, and how many there are. They are masked: numbers show tells all about one of them, " +
    "export gives all of them, and notes it in the audit log.",
  gone: "numbers that sources held once and hold no more",
  newSince: "numbers that were not held after this run",
  suppressed: "numbers that must not be called",
  sort: "number, first or last: when it was seen, or places: in how many projects it is",
  ascending: "smallest or oldest first",
  limit: "how many are shown",
  examples: {
    new: "what came to Russia since run 46",
    several: "numbers of several projects",
    json: "what went, for programs",
  },
};
