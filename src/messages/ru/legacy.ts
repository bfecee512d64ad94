import type { legacyFaults as english } from "../en/legacy.ts";
import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count, moment, duration, plural } = formats;
const versions = (value: number): string =>
  `${count(value)} ${plural(value, { one: "версия", few: "версии", many: "версий" })}`;

/** Что говорит `import legacy`. */
export const legacy: Messages["legacy"] = {
  title: ({ file }) => `${file}, как он понят:`,
  heads: { ours: "ЧТО", theirs: "ОТКУДА", by: "ПОЧЕМУ" },
  by: {
    told: "так указано (--map)",
    reference: "внешний ключ",
    key: "это ключ таблицы",
    name: "по имени",
    content: "по содержимому",
  },
  nowhere: "не найдено",
  unread: ({ tables }) => `Таблицы, из которых ничего не берётся: ${tables}`,
  wrong: ({ line }) => `Если что-то не так, укажите верное: ${line}`,
  kinds: {
    every: "каждый запуск старой программы станет версией со всем, что он видел",
    first: "каждый запуск старой программы станет версией: его строки — то, что он нашёл впервые",
    days: "каждый день, в который что-то нашлось, станет версией",
    once: "время нигде не указано, поэтому всё станет одной версией с датой файла",
  },
  plan: ({ source, rows, versions: number, oldest, newest }) =>
    `Источник ${source}: ${counts.rows(rows)}, ${versions(number)}, ` +
    (number === 1 ? `${moment(oldest)} UTC` : `с ${moment(oldest)} по ${moment(newest)} UTC`),
  emptyRuns: ({ runs }) => `Запуски старой программы без строк, они пропускаются: ${count(runs)}`,
  unnamed: ({ source }) =>
    `Источника ${source} нет в настройках: следующий сбор продолжит эту историю только под этим именем.`,
  dry: "Ничего не записано (--dry-run).",
  ask: "Переносить так?",
  no: "Ничего не записано.",
  importing: ({ rows, of }) => `Перенос: ${count(rows)} из ${counts.rows(of)}`,
  done: ({ rows, versions: number, time, first, last }) =>
    `Перенесено за ${duration(time)}: ${counts.rows(rows)}, ${versions(number)}, ` +
    (first === last ? `запуск ${first}` : `запуски с ${first} по ${last}`),
  holds: ({ numbers, pairs, projects, clients }) =>
    `У источника ${counts.numbers(numbers)} (пар: ${count(pairs)}), ${counts.projects(projects)}, ${counts.clients(clients)}.`,
  rejected: ({ count: records, reasons }) => `Без номера ${counts.records(records)}: ${reasons}`,
  lost: {
    noProject: ({ rows }) => `Пропущено, проект не известен: ${counts.rows(rows)}`,
    sameProject: ({ rows }) => `Пропущено, такой же код в CRM есть у другого проекта: ${counts.rows(rows)}`,
    noPhone: ({ rows }) => `Пропущено, телефона нет в файле: ${counts.rows(rows)}`,
  },
  next: ({ line }) => `Следующий сбор продолжит отсюда: ${line}`,
};

export const legacyFaults: typeof english = {
  legacyMissing: ({ file }) => [`Файла ${file} нет.`, "Укажите базу старой программы."],
  legacyNone: ({ file }) => [
    `${file} не база SQLite.`,
    "Укажите файл, в котором старая программа держала номера: часто он кончается на .db или .sqlite.",
  ],
  legacyDamaged: ({ file, why }) => [
    `${file} повреждён: ${why}.`,
    "Спасите то, что читается (`sqlite3 FILE .recover | sqlite3 NEW.db`), и перенесите это. Ничего не записано.",
  ],
  legacyBusy: ({ file }) => [
    `${file} занят другой программой.`,
    "Остановите старую программу или переносите копию файла.",
  ],
  legacyUnreadable: ({ file, why }) => [`${file} не читается: ${why}.`],
  legacyOurs: ({ file }) => [
    `${file} — база этой программы, а не старой.`,
    "Такие базы копирует `datamaster db copy`.",
  ],
  legacyUnknown: ({ file, missing, first, holds }) => [
    `${file} не понят, не найдено: ${missing}.`,
    `Укажите, где это, например --map ${first}=ИМЯ. В файле есть: ${holds}`,
  ],
  legacyNoPart: ({ part, known }) => [`--map не знает "${part}".`, `Перед = стоит одно из: ${known}.`],
  legacyNoSuch: ({ part, theirs, known }) => [`В файле нет "${theirs}" для ${part}.`, `Есть: ${known}.`],
  legacyBadMap: ({ text }) => [
    `"${text}": так соответствие не задать.`,
    "Пишите `--map phones.phone=msisdn`: что читаем, =, как это называется в файле.",
  ],
  legacyNoSource: () => [
    "Чьи это номера?",
    "Назовите источник, который продолжит следующий сбор: --source ИМЯ, как в datamaster.yaml.",
  ],
  pastTooLate: ({ source, run }) => [
    `У источника ${source} уже есть запуски (например ${run}): историю нельзя поставить перед ними.`,
    "Переносите в базу, где у него запусков ещё нет, до первого сбора: --db sqlite:NEW.db",
  ],
  pastOlder: ({ source, run }) => [
    `Старая история начинается раньше запуска ${run} источника ${source}: запуски в базе идут по порядку времени, чьи бы они ни были.`,
    "Переносите её в отдельную базу: --db sqlite:NEW.db",
  ],
};
