import { counts, formats } from "./counts.ts";

const { count } = formats;

/** What `ranges` prints. */
export const ranges = {
  imported: (p: { country: string; ranges: number; operators: number; covers: string; sourceDate: string }) =>
    `${p.country}: ${counts.ranges(p.ranges)} of ${counts.operators(p.operators)}, numbers from ${p.covers}, ` +
    `files of ${p.sourceDate}`,
  missing: (p: { blocks: string }) =>
    `Not in these files: numbers from ${p.blocks}. All files of a register are imported together.`,
  skipped: (p: { count: number }) => `${counts.rows(p.count)} left out:`,
  andMore: (p: { count: number }) => `and ${count(p.count)} more`,
  none: "No numbering register was imported.",
  heads: {
    country: "COUNTRY",
    ranges: "RANGES",
    operators: "OPERATORS",
    covers: "NUMBERS FROM",
    sourceDate: "FILES OF",
    importedAt: "IMPORTED",
  },
  labels: {
    number: "number",
    plan: "plan",
    allocated: "allocated",
    range: "range",
    operator: "operator",
    taxId: "tax number",
    place: "place",
    territory: "territory",
    timeZones: "time zones",
    register: "register",
  },
  valid: (p: { region: string; type: string }) => `valid, ${p.region} ${p.type}`,
  invalid: "not valid",
  yes: "yes",
  no: "no: no range of the register holds it",
  notTold: "not known: no imported register tells of such numbers",
  register: (p: { country: string; sourceDate: string }) => `${p.country}, files of ${p.sourceDate}`,
};

/** What is wrong with registers and their files. */
export const rangeFaults = {
  rangesUnknown: (p: { file: string; known: string }) => [
    `${p.file} is no numbering register that is known here: its first line does not name the columns.`,
    `Known are the registers of: ${p.known}. docs/numbers.md tells what their files look like.`,
  ],
  rangesUnreadable: (p: { file: string; why: string }) => [`${p.file} cannot be read: ${p.why}.`],
  rangesNoUtf8: (p: { file: string }) => [
    `${p.file} is not in UTF-8.`,
    "Save it as UTF-8, and import it again.",
  ],
  rangesMixed: (p: { one: string; other: string }) => [
    `The files are registers of two countries, ${p.one} and ${p.other}.`,
    "Import one country's files at a time.",
  ],
  rangesEmpty: (p: { files: string }) => [`There is no range in ${p.files}; nothing was imported.`],
  rangesBadRows: (p: { count: number; more: number; problems: readonly string[] }) => [
    [
      `${counts.rows(p.count)} cannot be taken; nothing was imported:`,
      ...p.problems.map((problem) => `  ${problem}`),
      ...(p.more > 0 ? [`  and ${count(p.more)} more`] : []),
    ].join("\n"),
    "Get the files anew; or import the rest of them with --skip-bad.",
  ],
  rangeRow: (p: { file: string; line: number; what: string }) => [`${p.file}:${p.line}: ${p.what}`],
  rangeCells: (p: { found: number; needed: number }) => [
    `${p.found} cells, and the first line has ${p.needed}`,
  ],
  rangeCode: (p: { value: string }) => [
    `"${p.value}" is no code of three digits that begins with 3, 4, 8 or 9`,
  ],
  rangeNumber: (p: { value: string }) => [`"${p.value}" is no number of up to seven digits`],
  rangeOrder: (p: { from: string; to: string }) => [`the range ends (${p.to}) before it begins (${p.from})`],
  rangeCapacity: (p: { value: string; counted: number }) => [
    `a capacity of ${p.value}, and the range has ${p.counted} numbers`,
  ],
  rangeNobody: () => ["no operator"],
  rangeOverlap: (p: { file: string; line: number }) => [`overlaps the range of ${p.file}:${p.line}`],
  rangesDamaged: (p: { file: string; why: string }) => [
    `The imported register ${p.file} cannot be used: ${p.why}.`,
    "Import its files again with `datamaster ranges import FILE...`, or delete it.",
  ],
  registerForeign: () => ["it is a file of another kind, or of a newer datamaster"],
  registerChanged: () => ["its checksum is another"],
  notANumber: (p: { value: string }) => [
    `"${p.value}" is no phone number.`,
    "Give it with its calling code, like +79161234567.",
  ],
  noTimeZone: (p: { name: string }) => [
    `There is no time zone "${p.name}".`,
    "Time zones have IANA's names, such as Europe/Moscow or Asia/Almaty.",
  ],
  registersNone: () => ["no numbering register was imported"],
  registerGood: (p: { country: string; ranges: number; sourceDate: string; days: number }) => [
    `${p.country}: ${counts.ranges(p.ranges)}, files of ${p.sourceDate}, ${p.days} days old`,
  ],
  registerOld: (p: { country: string; ranges: number; sourceDate: string; days: number }) => [
    `${p.country}: ${counts.ranges(p.ranges)}, files of ${p.sourceDate}, ${p.days} days old`,
    "Get the regulator's newest files and import them: ranges are handed out every week.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
