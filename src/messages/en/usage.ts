/** `Did you mean --client? See: datamaster collect --help`. */
function helpOf(meant: string, verb: string): string {
  const question = meant === "" ? "" : `Did you mean ${meant.includes(",") ? "one of " : ""}${meant}? `;
  return `${question}See: datamaster ${verb === "" ? "" : `${verb} `}--help`;
}

interface Line {
  /** The nearest right words, parted by commas; empty where none is near. */
  readonly meant: string;
  /** The verb whose help says more; empty for that of the program. */
  readonly verb: string;
}

/** Wrong command lines. */
export const usage = {
  unknownOption: (p: Line & { flag: string }) => [`Unknown option '${p.flag}'.`, helpOf(p.meant, p.verb)],
  unknownVerb: (p: Line & { word: string }) => [`Unknown command '${p.word}'.`, helpOf(p.meant, p.verb)],
  missingArgument: (p: Line & { name: string }) => [
    `Missing required argument '${p.name}'.`,
    helpOf(p.meant, p.verb),
  ],
  missingValue: (p: Line & { option: string }) => [
    `Option '${p.option}' argument missing.`,
    helpOf(p.meant, p.verb),
  ],
  tooManyArguments: (p: Line & { expected: number; got: number }) => [
    `Too many arguments. Expected ${p.expected} argument${p.expected === 1 ? "" : "s"} but got ${p.got}.`,
    helpOf(p.meant, p.verb),
  ],
  wrongValue: (p: Line & { option: string; value: string; why: string }) => [
    `Option '${p.option}' argument '${p.value}' is invalid. ${p.why}`,
    helpOf(p.meant, p.verb),
  ],
  wrongArgument: (p: Line & { value: string; name: string; why: string }) => [
    `Command-argument value '${p.value}' is invalid for argument '${p.name}'. ${p.why}`,
    helpOf(p.meant, p.verb),
  ],
  otherUsage: (p: Line & { message: string }) => [p.message, helpOf(p.meant, p.verb)],
  wholeNumberFrom: (p: { least: number }) => [`It must be a whole number from ${p.least} on.`],
  wholeNumber: () => ["It must be a whole number."],
  anyNumber: () => ["It must be a number."],
  choices: (p: { values: string }) => [`Allowed choices are ${p.values}.`],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
