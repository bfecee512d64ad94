import type { rangeFaults as english } from "../en/ranges.ts";
import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count } = formats;

export const ranges: Messages["ranges"] = {
  imported: (p) =>
    `${p.country}: ${counts.ranges(p.ranges)}, ${counts.operators(p.operators)}, номера с ${p.covers}, ` +
    `файлы от ${p.sourceDate}`,
  missing: ({ blocks }) =>
    `В этих файлах нет номеров с ${blocks}. Все файлы реестра загружаются одной командой.`,
  skipped: (p) => `Пропущено: ${counts.rows(p.count)}:`,
  andMore: (p) => `и ещё ${count(p.count)}`,
  none: "Ни один реестр нумерации не загружен.",
  heads: {
    country: "СТРАНА",
    ranges: "ДИАПАЗОНЫ",
    operators: "ОПЕРАТОРЫ",
    covers: "НОМЕРА С",
    sourceDate: "ФАЙЛЫ ОТ",
    importedAt: "ЗАГРУЖЕН",
  },
  labels: {
    number: "номер",
    plan: "план",
    allocated: "выделен",
    range: "диапазон",
    operator: "оператор",
    taxId: "ИНН",
    place: "место",
    territory: "территория",
    timeZones: "часовые пояса",
    register: "реестр",
  },
  valid: ({ region, type }) => `верен, ${region} ${type}`,
  invalid: "не верен",
  yes: "да",
  no: "нет: в реестре такого диапазона нет",
  notTold: "неизвестно: о таких номерах загруженные реестры не говорят",
  register: ({ country, sourceDate }) => `${country}, файлы от ${sourceDate}`,
};

const NEWER = "Возьмите у регулятора новые файлы и загрузите их: диапазоны выделяют каждую неделю.";

export const rangeFaults: typeof english = {
  rangesUnknown: ({ file, known }) => [
    `${file}: такой реестр нумерации не известен, в первой строке нет имён его столбцов.`,
    `Известны реестры стран: ${known}. Как выглядят их файлы, сказано в docs/numbers.md.`,
  ],
  rangesUnreadable: ({ file, why }) => [`${file} не читается: ${why}.`],
  rangesNoUtf8: ({ file }) => [`${file} не в кодировке UTF-8.`, "Сохраните его в UTF-8 и загрузите снова."],
  rangesMixed: ({ one, other }) => [
    `Это реестры двух стран: ${one} и ${other}.`,
    "Загружайте файлы каждой страны отдельно.",
  ],
  rangesEmpty: ({ files }) => [`Диапазонов нет: ${files}; ничего не загружено.`],
  rangesBadRows: (p) => [
    [
      `Не подходят: ${counts.rows(p.count)}; ничего не загружено:`,
      ...p.problems.map((problem) => `  ${problem}`),
      ...(p.more > 0 ? [`  и ещё ${count(p.more)}`] : []),
    ].join("\n"),
    "Возьмите файлы заново или загрузите остальные строки с --skip-bad.",
  ],
  rangeRow: ({ file, line, what }) => [`${file}:${line}: ${what}`],
  rangeCells: ({ found, needed }) => [`ячеек ${found}, а в первой строке ${needed}`],
  rangeCode: ({ value }) => [`"${value}": нужен код из трёх цифр, первая 3, 4, 8 или 9`],
  rangeNumber: ({ value }) => [`"${value}": нужно число не длиннее семи цифр`],
  rangeOrder: ({ from, to }) => [`диапазон кончается (${to}) раньше, чем начинается (${from})`],
  rangeCapacity: ({ value, counted }) => [`ёмкость ${value}, а номеров в диапазоне ${counted}`],
  rangeNobody: () => ["нет оператора"],
  rangeOverlap: ({ file, line }) => [`пересекается с диапазоном ${file}:${line}`],
  rangesDamaged: ({ file, why }) => [
    `Загруженный реестр ${file} использовать нельзя: ${why}.`,
    "Загрузите его файлы снова (`datamaster ranges import`) или удалите его.",
  ],
  registerForeign: () => ["это файл другого рода или более новой версии datamaster"],
  registerChanged: () => ["не сходится контрольная сумма"],
  notANumber: ({ value }) => [
    `"${value}" не номер телефона.`,
    "Укажите его с кодом страны, например +79161234567.",
  ],
  noTimeZone: ({ name }) => [
    `Часового пояса "${name}" нет.`,
    "Пояса называются как в базе часовых поясов: `Europe/Moscow`, `Asia/Almaty`.",
  ],
  registersNone: () => ["ни один реестр нумерации не загружен"],
  registerGood: (p) => [
    `${p.country}: ${counts.ranges(p.ranges)}, файлы от ${p.sourceDate}, возраст в днях: ${p.days}`,
  ],
  registerOld: (p) => [
    `${p.country}: ${counts.ranges(p.ranges)}, файлы от ${p.sourceDate}, возраст в днях: ${p.days}`,
    NEWER,
  ],
};
