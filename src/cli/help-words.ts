import { type Argument, type Command, Help, type Option } from "commander";
import type { Messages } from "../messages/messages.ts";

/** Commander's help in the user's language: its headings, the names in brackets, what it adds to descriptions. */
export function helpIn({ help }: Messages): Partial<Help> {
  const plain = new Help();
  const look = (table: Readonly<Record<string, string>>, word: string): string =>
    Object.hasOwn(table, word) ? (table[word] ?? word) : word;
  const named = (text: string): string =>
    text.replace(/[<[][^>\]]+[>\]]/g, (bracket) =>
      bracket.replace(/[a-z]+/g, (word) => look(help.placeholders, word)),
    );
  const added = (described: Option | Argument): string => {
    const parts = [
      ...(described.argChoices === undefined
        ? []
        : [help.choices({ values: described.argChoices.map((one) => JSON.stringify(one)).join(", ") })]),
      ...(hasDefault(described) ? [help.default({ value: JSON.stringify(described.defaultValue) })] : []),
    ];
    return parts.length === 0 ? described.description : `${described.description} (${parts.join(", ")})`;
  };
  return {
    showGlobalOptions: true,
    styleTitle: (title) => look(help.headings, title),
    optionTerm: (option) => named(option.flags),
    argumentTerm: (argument) => look(help.placeholders, argument.name()),
    subcommandTerm: (command) => named(plain.subcommandTerm(command)),
    commandUsage: (command: Command) => named(plain.commandUsage(command)),
    optionDescription: added,
    argumentDescription: added,
  };
}

/** Of a switch, which takes no value, no default is told. */
function hasDefault(described: Option | Argument): boolean {
  if (described.defaultValue === undefined) return false;
  return "flags" in described ? described.required || described.optional : true;
}
