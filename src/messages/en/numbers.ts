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
  },
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
