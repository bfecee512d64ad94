import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { setApiLanguage } from "../client/api.ts";
import { formatDifference, formatNumber, formatPercent, type Language } from "../format/numbers.ts";

const KEPT = "datamaster-language";
const files = import.meta.glob<{ default: Record<string, unknown> }>("../locales/*/*.json");

/** The words of one page in one language, a chunk of its own. */
async function wordsOf(language: string, namespace: string): Promise<Record<string, unknown>> {
  const file = files[`../locales/${language}/${namespace}.json`];
  if (file === undefined) throw new Error(`No words of ${namespace} in ${language}`);
  return { ...(await file()).default };
}

const backend: BackendModule = { type: "backend", init: () => undefined, read: wordsOf };
let ready: Promise<void> | undefined;

/** Chosen here before, else the browser's: Russian where that is Russian, else English. */
function startLanguage(): Language {
  return document.documentElement.lang === "ru" ? "ru" : "en";
}

/** Makes i18next ready with the shared words. `{{n, number}}`, `{{n, difference}}` and `{{n, percent}}` write figures as everywhere. */
export function startWords(): Promise<void> {
  ready ??= makeReady();
  return ready;
}

async function makeReady(): Promise<void> {
  const language = startLanguage();
  setApiLanguage(language);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: ["en", "ru"],
      fallbackLng: false,
      ns: ["common"],
      defaultNS: "common",
      fallbackNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  const { formatter } = i18next.services;
  formatter?.add("number", (value: number, lng) => formatNumber(value, languageOf(lng)));
  formatter?.add("difference", (value: number, lng) => formatDifference(value, languageOf(lng)));
  formatter?.add("percent", (value: number, lng) => formatPercent(value, languageOf(lng)));
}

/** Loads the words of a page; its route does this beside loading its code. Rejects where they cannot be loaded. */
export async function loadWords(namespace: string): Promise<void> {
  // They come while the shared ones do.
  wordsOf(i18next.language ?? startLanguage(), namespace).catch(() => undefined);
  await ready;
  const { language } = i18next;
  await i18next.loadNamespaces(namespace);
  if (!i18next.hasResourceBundle(language, namespace)) throw new Error(`No words of ${namespace}`);
}

/** Changes the language everywhere and remembers it in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  setApiLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Storage may be switched off; the language then holds until the tab is closed.
  }
  await i18next.changeLanguage(language);
}

export function languageOf(name: string | undefined): Language {
  return name?.startsWith("ru") === true ? "ru" : "en";
}
