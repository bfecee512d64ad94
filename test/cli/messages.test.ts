import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { packError, StopRunError, unpackError } from "../../src/base/errors.ts";
import { renderView } from "../../src/cli/live-view.ts";
import { runCli } from "../../src/cli/program.ts";
import { widthOf } from "../../src/cli/text.ts";
import { chooseLanguage } from "../../src/config/config.ts";
import { english, loadMessages, say, told } from "../../src/messages/messages.ts";
import { ROOT } from "../helpers/root.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { pointedAt, sharedSim } from "./crm.ts";

const russian = await loadMessages("ru");
const crm = sharedSim(["--clients", "8"]);
const VERBS = ["demo", "init", "check", "collect", "resume", "status", "runs", "runs list", "runs show"];
const MORE_VERBS = [
  "export",
  "normalize",
  "config",
  "config show",
  "config schema",
  "doctor",
  "completion",
  "sim",
  ...["ranges", "ranges import", "ranges list", "ranges show"],
];

/** Every text of a table by its path; those that take something are given `5` for each thing, which is noted. */
function textsOf(table: unknown, path = ""): Map<string, { text: string; takes: string[] }> {
  const texts = new Map<string, { text: string; takes: string[] }>();
  for (const [key, value] of Object.entries(table as Record<string, unknown>)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") texts.set(here, { text: value, takes: [] });
    else if (typeof value === "object")
      for (const [name, text] of textsOf(value, here)) texts.set(name, text);
    else if (here.includes(".") && !here.startsWith("counts.")) texts.set(here, called(value));
  }
  return texts;
}

function called(make: unknown): { text: string; takes: string[] } {
  const takes = new Set<string>();
  const params = new Proxy(
    {},
    {
      get(_, name) {
        takes.add(String(name));
        if (/^(problems|waits|files)$/.test(String(name))) return ["5"];
        if (String(name) === "setting") return "store";
        if (/^(startedAt|at)$/.test(String(name))) return "2026-11-22T08:27:00Z";
        return String(name) === "code" ? "CRM_NOT_FOUND" : "5";
      },
    },
  );
  const made = (make as (params: unknown) => unknown)(params);
  return { text: Array.isArray(made) ? made.join(" | ") : String(made), takes: [...takes].sort() };
}

/** What is the same in every language: code, names of things, formats and flags. */
const SAME =
  /`[^`]*`|docs\/\S+|Ctrl-C|https?:\/\/\S*|--[a-z-]+|[./~]*[\w-]*\.(?:yaml|ya?ml|env|md|db|json|bashrc|zshrc|damaged)\b|\.env\b|\/\w+|\$\{\w*|\{[^}]*\}|\b[A-Z][A-Z_\d]+\b|\b[A-Za-z]+[=:]\S*|"\w+"\??/g;
const NAMES = new Set(
  (
    "none CRM API CSV JSON Excel Schema Node js SQLite sqlite datamaster DataMaster Ctrl stdin stdout port auto csv excel jsonl xlsx parquet pretty " +
    "json trace debug info warn error fatal silent en ru label contact level format keep default all bucket drip cp chmod " +
    "init check collect demo script bash zsh fish compinit status runs export wal node POST me auth kind tokenUrl clientId token client credentials refresh basic post OAuth HTTPS UTC YAML X RateLimit http https o w pairs numbers region type s Europe h d exports camelCase true false " +
    "PostgreSQL public pg pgpass createdb stat activity restore gz age backupRecipients key txt retention rejectedRaw goneNumbers complete partial " +
    "cron run sweep skip wait once never " +
    "Authorization Bearer dmp Idempotency Key TLS trust proxy tls cert x datamaster csrf PEM C serve"
  ).split(" "),
);

describe("the message tables", () => {
  const [en, ru] = [textsOf(english), textsOf(russian)];

  it("hold the same texts, filled in with the same things, none of them empty", () => {
    expect([...ru.keys()].sort()).toEqual([...en.keys()].sort());
    // English tells a quarantine's cause in the store's words, which are English; Russian knows it by its code.
    const own = new Set(["run.quarantine.cause"]);
    for (const [key, { text, takes }] of en) {
      const other = ru.get(key);
      if (!own.has(key)) expect([key, other?.takes]).toEqual([key, takes]);
      expect(text.trim(), key).not.toBe("");
      expect(other?.text.trim(), key).not.toBe("");
    }
  });

  it("have no English left in Russian but names and code", () => {
    const left = [...ru].flatMap(([key, { text }]) => {
      if (/^(language|help\.placeholders\.auto|run\.failures\.\w+\.few)/.test(key)) return [];
      const words = text.replace(SAME, " ").match(/[A-Za-z]+/g) ?? [];
      return words.filter((word) => !NAMES.has(word)).map((word) => `${key}: ${word}`);
    });
    expect(left).toEqual([]);
  });

  it("hold every text that a room tells, and no other", () => {
    const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
    const sources = files
      .filter((file) => file.endsWith(".ts") && !file.startsWith("messages"))
      .map((file) => readFileSync(join(ROOT, "src", file), "utf8"));
    const all = sources.join("\n");
    const unused = Object.keys(english.told).filter((key) => !new RegExp(`"${key}"`).test(all));
    expect(unused).toEqual([]);
  });

  it("are where errors get their words from, but for the simulator's, which shares nothing", () => {
    const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
    const literal = files
      .filter((file) => file.endsWith(".ts") && !file.startsWith("sim/"))
      .filter((file) =>
        /new \w*Error\(\s*"[A-Z_]{5,}",\s*["'`]/.test(readFileSync(join(ROOT, "src", file), "utf8")),
      );
    expect(literal).toEqual([]);
  });
});

describe("Russian", () => {
  it("counts as Russian does", () => {
    const { clients } = russian.counts;
    expect([1, 2, 5, 11, 21, 1002].map(clients)).toEqual([
      ...["1 клиент", "2 клиента", "5 клиентов", "11 клиентов", "21 клиент", "1\u202f002 клиента"],
    ]);
    expect(russian.run.details.without({ count: 21 })).toBe("без 21 клиента");
    expect([russian.duration(4.2), russian.duration(7500), russian.roughly(95)]).toEqual([
      ...["4,2 с", "2 ч 05 мин", "1 мин"],
    ]);
    expect(russian.moment("2026-11-22T08:27:31Z")).toBe("22.11.2026 08:27");
  });

  it("says an error, the one in it and the hint, also of an error that crossed threads", () => {
    const cause = told("connection", { host: "crm.example.com", code: "ECONNREFUSED" });
    const error = new StopRunError("CRM_UNREACHABLE", told("unreachable", { why: cause }));
    const crossed = unpackError(structuredClone(packError(error)));
    expect(crossed.message).toBe(
      "The connection to crm.example.com failed: nothing listens there (ECONNREFUSED).",
    );
    expect(say(russian, crossed.told ?? "")).toEqual({
      text: "Нет связи с crm.example.com: там никто не отвечает (ECONNREFUSED).",
      hint: expect.stringMatching(/^Проверьте адрес, сеть/),
    });
  });

  it("is chosen by --lang, DATAMASTER_LANG and the locale, in this order", () => {
    expect(chooseLanguage(undefined, {})).toBe("en");
    expect(chooseLanguage(undefined, { LANG: "ru_RU.UTF-8" })).toBe("ru");
    expect(chooseLanguage(undefined, { LC_ALL: "C", LANG: "ru_RU.UTF-8" })).toBe("en");
    expect(chooseLanguage(undefined, { LANG: "run" })).toBe("en");
    expect(chooseLanguage(undefined, { DATAMASTER_LANG: "en", LANG: "ru_RU.UTF-8" })).toBe("en");
    expect(chooseLanguage("ru", { DATAMASTER_LANG: "en" })).toBe("ru");
  });

  it("keeps the live view within its width, the bars one below the other", () => {
    const part = { done: 1204, total: 2411 };
    const now = {
      run: 12,
      source: "main-crm",
      clients: part,
      projects: { done: 904, total: 4018 },
      records: 404_123,
      numbers: 380_222,
      rejected: 9_000,
      quarantined: 2,
      failures: new Map([["CRM_SERVER_ERROR", 8]]),
      requestsPerSecond: 340,
      numbersPerSecond: 22_100,
      parked: null,
      etaSeconds: 95,
      limitFound: 49.6,
      heldSeconds: 44.2,
      silentSeconds: 0,
      requests: 5_123,
      retries: 9,
      throttled: 40,
      seconds: 12.4,
    };
    for (const columns of [40, 60, 80, 140]) {
      const options = { columns, paint: (_: string, text: string) => text, words: russian, stopping: false };
      const lines = renderView(now, options).split("\n");
      for (const line of lines) expect(widthOf(line)).toBeLessThan(columns);
      if (columns < 80) continue;
      const bars = lines.filter((line) => line.includes("█"));
      expect(bars.map((line) => line.indexOf("█"))).toEqual([9, 9]);
    }
  });
});

/** The command line without a process of its own. */
async function helpOf(verb: string, words = russian): Promise<string> {
  let text = "";
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const place = { cwd: "/", invocation: "datamaster", signal: new AbortController().signal };
  await runCli([...verb.split(" "), "--help"], {
    ...place,
    words,
    stdout,
    stderr: stdout,
    stdin: Readable.from([]),
    exit: () => {},
  });
  return text;
}

describe("the command line in Russian", () => {
  it.each([...VERBS, ...MORE_VERBS])("helps with %s, every flag and example included", async (verb) => {
    const [there, here] = await Promise.all([helpOf(verb, english), helpOf(verb)]);
    expect(here).toMatch(/^Вызов: datamaster .+\n\n[А-ЯЁ]/);
    expect(here).toContain("\nПримеры:\n");
    expect(here.match(/--[a-z-]+/g)?.sort()).toEqual(
      expect.arrayContaining([...new Set(there.match(/^ {2}--[a-z-]+/gm)?.map((flag) => flag.trim()))]),
    );
    expect(here).not.toMatch(/\b(Usage|Options|Commands|Arguments|choices|default:)/);
    for (const line of here.split("\n")) expect(line.length, line).toBeLessThanOrEqual(110);
  });

  it("tells a run's end, its figures one below the other", async () => {
    const cwd = tempDir();
    const { flags, env } = pointedAt(crm.sim);
    const { code, stderr } = await run(["collect", ...flags], {
      cwd,
      env: { ...env, LANG: "ru_RU.UTF-8" },
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/Запуск 1 \(.*\) завершён {2}\d[\d ,минс]* с/);
    expect(stderr).toMatch(/^ {2}клиенты {2,}8$/m);
    expect(stderr).toMatch(/^Что дальше$/m);
    const figures = stderr.match(/^ {2}(?:клиенты|проекты|записи|номера|запросы) +[\d\u202f]+/gm) ?? [];
    expect([figures.length, new Set(figures.map(widthOf)).size]).toEqual([5, 1]);
    for (const line of stderr.split("\n"))
      if (!line.includes("datamaster")) expect(widthOf(line)).toBeLessThan(80);
    const [list, shown] = await Promise.all([
      run(["runs", "list", "--lang", "ru"], { cwd }),
      run(["--lang", "ru", "runs", "show", "1"], { cwd }),
    ]);
    expect(list.stdout).toMatch(/СОСТОЯНИЕ[\s\S]*завершён/);
    expect(shown.stdout).toMatch(/начат \d\d\.\d\d\.\d{4}/);
    const [one, other] = await Promise.all([
      run(["runs", "show", "1", "--json"], { cwd }),
      run(["runs", "show", "1", "--json", "--lang", "ru"], { cwd }),
    ]);
    expect(other.stdout).toBe(one.stdout);
  });

  it("tells errors with their hint, and logs and --json stay English", async () => {
    const env = { LC_ALL: "ru_RU.UTF-8" };
    const [wrong, near, json, config] = await Promise.all([
      run(["runs", "show", "7"], { env }),
      run(["collect", "--clint", "5"], { env }),
      run(["runs", "show", "7", "--json"], { env }),
      run(["config", "show"], { env: { ...env, DATAMASTER_LANG: "de", DATAMASTER_STOR: "x" } }),
    ]);
    expect(wrong.stderr).toMatch(/^ошибка: Базы .* нет\.\n {2}Сначала выполните/);
    expect(near.stderr).toBe(
      "ошибка: Нет параметра --clint.\n  Возможно, --client? Справка: datamaster collect --help\n",
    );
    expect(JSON.parse(json.stdout).error.message).toMatch(/^There is no database/);
    expect(config.stderr).toMatch(/^ошибка: В настройках 2 ошибки:/);
    expect(config.stderr).toMatch(/DATAMASTER_LANG = "de" \(окружение\).*нужно: en или ru/);
    expect([wrong.code, near.code, config.code]).toEqual([json.code, 2, 2]);
  });
});

describe("README.ru.md", () => {
  const [en, ru] = ["README.md", "README.ru.md"].map((name) => readFileSync(join(ROOT, name), "utf8"));
  const commands = (text = ""): string[] =>
    (text.match(/^(?:npm|npx|export|datamaster|mkdir|cd) .*$/gm) ?? []).map((line) =>
      line.replace(/ *#.*/, "").replace(/\s+/g, " "),
    );

  it("shows the commands of README.md under as many headings, and each leads to the other", () => {
    expect(commands(en).length).toBeGreaterThan(3);
    expect(commands(ru)).toEqual(commands(en));
    expect(ru?.match(/^#+ /gm)).toEqual(en?.match(/^#+ /gm));
    expect(ru?.match(/```/g)).toEqual(en?.match(/```/g));
    expect(en).toContain("](README.ru.md)");
    expect(ru).toContain("](README.md)");
  });
});
