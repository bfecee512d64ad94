import { LANGUAGES, type Language } from "../messages/messages.ts";

export const LANGUAGE_VARIABLE = "DATAMASTER_LANG";

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/**
 * The language to speak to the user in: of `--lang`, of DATAMASTER_LANG, of the system's locale (LC_ALL, LC_MESSAGES,
 * LANG: the first that is set), else English. What names no language of ours is passed over here and told elsewhere.
 */
export function chooseLanguage(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  const own = [flag, env[LANGUAGE_VARIABLE]].find((one) => one !== undefined && isLanguage(one));
  if (own !== undefined && isLanguage(own)) return own;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return LANGUAGES.find((language) => new RegExp(`^${language}(?:[_.@-]|$)`, "i").test(locale)) ?? "en";
}
