import { type Command, InvalidArgumentError } from "commander";

/** A command line and what it is for. */
export type Example = readonly [line: string, about: string];

/** Ends a command's help with examples. */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  // On one line where all of them fit beside what they are for.
  const aside = examples.every(([, about]) => width + about.length + 6 <= 80);
  const lines = examples.map(([line, about]) =>
    aside ? `  ${line.padEnd(width)}  ${about}` : `  # ${about}\n  ${line}`,
  );
  return command.addHelpText("after", (context) => {
    const heading = context.command.createHelp().styleTitle("Examples:");
    return `\n${heading}\n${lines.join("\n")}`;
  });
}

/** Reads a whole number from `least` on; for options and arguments. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < least || !Number.isSafeInteger(Number(text))) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    }
    return Number(text);
  };
}

/** Reads a port; 0 is any that is free. */
export function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}

/** Reads minutes, of which parts are allowed. */
export function minutes(text: string): number {
  const read = Number(text);
  if (text.trim() === "" || !(read >= 0) || read > 7 * 24 * 60) {
    throw new InvalidArgumentError("It must be a number of minutes, up to a week.");
  }
  return read;
}

/** What `--patience` and `--wait` ask of a collect. */
export function patienceOf({
  patience,
  wait = false,
}: {
  readonly patience?: number;
  readonly wait?: boolean;
}): {
  patienceMs?: number;
  wait: boolean;
} {
  return { wait, ...(patience !== undefined && { patienceMs: patience * 60_000 }) };
}

/** Gathers a flag that may be repeated and hold several values parted by commas. */
export function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").flatMap((part) => part.trim() || [])];
}

/** A verb that only holds others, like `runs`. */
export function addGroup(
  program: Command,
  name: string,
  { summary, about }: { readonly summary: string; readonly about: string },
  examples: readonly Example[],
): Command {
  const group = program.command(name).summary(summary).description(about);
  addExamples(group, examples);
  return group;
}
