import { counts, formats } from "./counts.ts";

/** What `quality` and `stats` say. */
export const insight = {
  nothing: "Nothing was collected yet.",
  heads: {
    reason: "REASON",
    records: "RECORDS",
    share: "SHARE",
    change: "CHANGE",
    clients: "CLIENTS",
    example: "EXAMPLE",
    client: "CLIENT",
    rejected: "NO NUMBER",
    region: "COUNTRY",
    type: "TYPE",
    operator: "OPERATOR",
    numbers: "NUMBERS",
  },
  unknown: "not known",
  rejected: (p: { rejected: number; records: number; share: string }) =>
    `${formats.count(p.rejected)} of ${formats.count(p.records)} records hold no number (${p.share}).`,
  numbers: (p: { numbers: number; pairs: number }) =>
    `${counts.numbers(p.numbers)} in ${formats.count(p.pairs)} places.`,
  overlap: (p: { clients: string; projects: string }) =>
    `${p.clients} are in two or more clients, ${p.projects} in two or more projects.`,
  flagged: (p: { flagged: number }) => `Look made up: ${formats.count(p.flagged)}.`,
};

/** Help of the verbs. */
export const insightVerbs = {
  quality: {
    summary: "what in the CRM gives no number, and why",
    about:
      "Tells how many records give no number, for which reasons, how that changed since the run before, and whose they are: to mend " +
      "them in the CRM. Digits of examples are masked; `export --of rejected` has the texts.",
    source: "only of this source",
    examples: { all: "of all sources", json: "for programs, with what was repaired" },
  },
  stats: {
    summary: "numbers by country, type, operator and client",
    about:
      "Counts what is held after the newest finished run: by country, type, operator and client, and how much clients and projects " +
      "overlap. Counting takes some seconds a million numbers, once a run.",
    examples: { all: "of all sources together", json: "for programs, with how the largest clients overlap" },
  },
};
