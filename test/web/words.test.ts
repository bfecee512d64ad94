import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../helpers/root.ts";

const WEB = join(ROOT, "web", "src");
const LOCALES = join(WEB, "locales");
/** i18next's plural forms: which of them a language has differs. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Key to text of one file of words, nested keys joined by points. */
function wordsOf(language: string, namespace: string): Map<string, string> {
  const found = new Map<string, string>();
  const take = (value: unknown, path: string): void => {
    if (typeof value === "string") found.set(path, value);
    else
      for (const [key, inner] of Object.entries(value as object))
        take(inner, path === "" ? key : `${path}.${key}`);
  };
  take(JSON.parse(readFileSync(join(LOCALES, language, `${namespace}.json`), "utf8")), "");
  return found;
}

function namespacesOf(language: string): string[] {
  return globSync("*.json", { cwd: join(LOCALES, language) })
    .map((file) => basename(file, ".json"))
    .sort();
}

const bare = (key: string): string => key.replace(PLURAL, "");
const bareKeys = (words: ReadonlyMap<string, string>): string[] =>
  [...new Set([...words.keys()].map(bare))].sort();

describe("the words of the dashboard", () => {
  test("are the same files in both languages", () => {
    expect(namespacesOf("ru")).toEqual(namespacesOf("en"));
  });

  test.each(namespacesOf("en"))("%s has the same keys in both languages, none empty", (namespace) => {
    const [en, ru] = [wordsOf("en", namespace), wordsOf("ru", namespace)];
    expect(bareKeys(ru)).toEqual(bareKeys(en));
    expect([...en, ...ru].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test.each(namespacesOf("en"))("%s fills the same gaps in both languages", (namespace) => {
    const gaps = (words: ReadonlyMap<string, string>): Map<string, string[]> => {
      const found = new Map<string, Set<string>>();
      for (const [key, text] of words) {
        const names = found.get(bare(key)) ?? new Set();
        for (const [, name = ""] of text.matchAll(/\{\{\s*([\w.]+)/g)) names.add(name);
        found.set(bare(key), names);
      }
      return new Map([...found].sort().map(([key, names]) => [key, [...names].sort()]));
    };
    expect(gaps(wordsOf("ru", namespace))).toEqual(gaps(wordsOf("en", namespace)));
  });

  test.each(namespacesOf("en"))("%s has every plural form that its language needs", (namespace) => {
    const needed = { en: ["one", "other"], ru: ["one", "few", "many"] } as const;
    for (const language of ["en", "ru"] as const) {
      const words = wordsOf(language, namespace);
      const plurals = new Set([...words.keys()].filter((key) => PLURAL.test(key)).map(bare));
      const missing = [...plurals].flatMap((key) =>
        needed[language].map((form) => `${key}_${form}`).filter((form) => !words.has(form)),
      );
      expect(missing, language).toEqual([]);
    }
  });

  test("are there for every key that a page names", () => {
    const known = new Map(namespacesOf("en").map((name) => [name, new Set(bareKeys(wordsOf("en", name)))]));
    const missing: string[] = [];
    for (const file of globSync("**/*.{ts,tsx}", { cwd: WEB })) {
      const text = readFileSync(join(WEB, file), "utf8");
      const spaces = [...text.matchAll(/useTranslation\(\[?\s*"([\w-]+)"/g)].map(([, name = ""]) => name);
      const own = [...spaces, "common"];
      for (const [, key = ""] of text.matchAll(/\bt\(\s*"([^"]+)"/g)) {
        const [space, name] = key.includes(":") ? key.split(":") : [undefined, key];
        const places = space === undefined ? own : [space];
        if (!places.some((place) => known.get(place)?.has(bare(name ?? "")) === true))
          missing.push(`${file}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
