import type { usage as english } from "../en/usage.ts";
import { formats } from "./counts.ts";

function helpOf({ meant, verb }: { readonly meant: string; readonly verb: string }): string {
  const question = meant === "" ? "" : `Возможно, ${meant.includes(",") ? "одно из: " : ""}${meant}? `;
  return `${question}Справка: datamaster ${verb === "" ? "" : `${verb} `}--help`;
}

export const usage: typeof english = {
  unknownOption: (p) => [`Нет параметра ${p.flag}.`, helpOf(p)],
  unknownVerb: (p) => [`Нет команды «${p.word}».`, helpOf(p)],
  missingArgument: (p) => [`Не хватает аргумента ${p.name}.`, helpOf(p)],
  missingValue: (p) => [`Параметру ${p.option} нужно значение.`, helpOf(p)],
  tooManyArguments: (p) => [
    `Лишние аргументы: нужно ${formats.count(p.expected)}, дано ${formats.count(p.got)}.`,
    helpOf(p),
  ],
  wrongValue: (p) => [`Параметру ${p.option} не подходит значение «${p.value}». ${p.why}`, helpOf(p)],
  wrongArgument: (p) => [`Аргументу ${p.name} не подходит значение «${p.value}». ${p.why}`, helpOf(p)],
  otherUsage: (p) => [`Командная строка неверна: ${p.message}`, helpOf(p)],
  wholeNumberFrom: ({ least }) => [`Нужно целое число, не меньше ${least}.`],
  wholeNumber: () => ["Нужно целое число."],
  anyNumber: () => ["Нужно число."],
  choices: ({ values }) => [`Подходят: ${values}.`],
};
