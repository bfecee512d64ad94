import type { Told, ToldValue } from "../base/told.ts";
import { en } from "./en.ts";
import type { Language } from "./formats.ts";

export { type Forms, LANGUAGES, type Language } from "./formats.ts";

/** All texts of one language. */
export type Messages = typeof en;

/** The reference table; logs and `--json` are English in every language. */
export const english: Messages = en;

/** The table of a language; loaded when it is asked for. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === "ru" ? (await import("./ru.ts")).ru : en;
}

type Texts = Messages["told"];
export type ToldKey = keyof Texts;

/** What a text is filled in with, where another text may stand for each piece of text. */
type Fill<Value> = Value extends string
  ? Value | Told
  : Value extends readonly string[]
    ? readonly (string | Told)[]
    : Value;
type ParamsOf<Key extends ToldKey> =
  Parameters<Texts[Key]> extends [infer Params] ? [{ readonly [P in keyof Params]: Fill<Params[P]> }] : [];

/** A text of the table with what it is filled in with: for errors, and for details that the app hands to its doors. */
export function told<Key extends ToldKey>(key: Key, ...[params]: ParamsOf<Key>): Told {
  const values = (params ?? {}) as Told["params"];
  const [text, hint] = fill(en, key, values);
  return { key, params: values, text, ...(hint !== undefined && { hint }) };
}

/** A text and its hint in a language; English where the table does not know it. */
export function say(messages: Messages, text: Told | string): { text: string; hint?: string } {
  if (typeof text === "string") return { text };
  if (!Object.hasOwn(messages.told, text.key)) return text;
  const [message, hint] = fill(messages, text.key as ToldKey, text.params);
  return { text: message, ...(hint !== undefined && { hint }) };
}

type AnyText = (params: Record<string, unknown>) => readonly [message: string, hint?: string];

function fill(messages: Messages, key: ToldKey, params: Told["params"]): ReturnType<AnyText> {
  const filled = Object.entries(params).map(([name, value]) => [name, spoken(messages, value)]);
  return (messages.told[key] as AnyText)(Object.fromEntries(filled));
}

/** A value with the texts in it said in the language. */
function spoken(messages: Messages, value: ToldValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("key" in value) return say(messages, value).text;
  return value.map((item) => spoken(messages, item));
}
