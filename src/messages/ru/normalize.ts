import type {
  normalizeFaults as faults,
  normalizing as progress,
  normalizeVerbs as verbs,
} from "../en/normalize.ts";
import { formats } from "./counts.ts";

const { count, decimal } = formats;

export const normalizing: typeof progress = {
  progress: ({ percent, megabytes, of, rate }) =>
    `${count(percent)}%  ${count(megabytes)} из ${count(of)} МБ  ${decimal(rate)} МБ/с`,
  left: ({ eta }) => `осталось ${eta}`,
  noUtf8:
    "предупреждение: вход не в UTF-8, часть букв не прочитать. Назовите кодировку: `--encoding windows-1251`",
  steps: {
    clean: "чистое значение: только цифры и обычные знаки, читается как есть",
    plain: "знаки других письменностей заменены обычными, невидимые убраны",
    rewritten: "ссылки, знаки набора и формы таблиц расписаны",
    "look-alike": "буквы приняты за цифры",
    cut: "отброшено: это что-то другое",
    piece: "может быть одним номером",
    extension: "с добавочным",
    label: "подписано как что-то другое",
    tried: "прочитано как один номер",
    vanity: "буквы клавиатуры телефона",
    number: "НОМЕР",
    rejected: "ОТКЛОНЕНО",
  },
  outcomes: { valid: "верный", "no number": "не номер", "no region": "без страны" },
};

export const normalizeFaults: typeof faults = {
  noEncoding: ({ name }) => [
    `Кодировки «${name}» нет.`,
    "Есть те, что знают браузеры: `utf-8`, `utf-16le`, `windows-1251`, `koi8-r`, `ibm866` и другие.",
  ],
  columnTooFar: ({ column, columns }) => [
    `Столбца ${column} нет: в первой строке их ${columns}.`,
    "Ячейки делит знак, который даёт их в первой строке больше всего; другой задаёт --delimiter.",
  ],
  columnNotNamed: ({ name, names }) => [`В заголовке нет столбца «${name}».`, `Есть: ${names}.`],
  columnNoNumber: ({ column }) => [
    `Параметру --column нужен номер от 1, а не «${column}».`,
    "С --header можно назвать и имя.",
  ],
  delimiterNotOne: () => ["Параметру --delimiter нужен один знак ASCII или `tab`."],
  recordTooLong: ({ record }) => [
    `Запись ${record} длиннее мегабайта.`,
    "Обычная причина — незакрытая кавычка; без --column вход читается построчно.",
  ],
  answerThreadEnded: ({ why }) => [
    `Поток, читающий значения, завершился: ${why}.`,
    "Повторите с --jobs 1; если повторится, сообщите нам.",
  ],
  tableUnreadable: ({ file, why }) => [`Не удалось прочитать ${file}: ${why}`],
  noTable: ({ file, why }) => [
    `${file} — не таблица номеров: ${why}.`,
    "Её делает `npm run phone:compile -- --out FILE`; имя не должно кончаться на `.ts`.",
  ],
  noRepair: ({ name, known }) => [`Исправления «${name}» нет.`, `Есть: ${known}.`],
  explainAlone: () => [
    "--explain выводит для людей: уберите --format, --column, --delimiter, --header, --jobs и --flags.",
  ],
  strictOrRepairs: () => ["--strict выключает все исправления; уберите --no-repair и --other-regions."],
};

export const normalizeVerbs: typeof verbs = {
  normalize: {
    summary: "читать номера из stdin, выводить JSON",
    about:
      "Читает из stdin по одному значению в строке и на каждое выводит " +
      '{"raw", "numbers": [{"e164", "region", "type", "ext"?, "repairs"?, "flags"?}]}, а если номера нет, то и "reason".',
    region: "страна номеров без кода страны",
    format:
      "jsonl (по умолчанию) или `tsv`: ячейки `raw, e164, region, type, ext, repairs, reason` (и `flags`)",
    column: "значения — столбец CSV: его номер или имя в заголовке",
    delimiter: "знак между ячейками CSV или `tab`; без параметра определяется сам",
    header: "первая строка — заголовок: на неё нет ответа; ответ `tsv` тоже начнётся с заголовка",
    encoding: "кодировка входа, если это не UTF-8 и не UTF-16 с меткой: `windows-1251`, `koi8-r`, ...",
    jobs: "на сколько потоков делить большой вход (по умолчанию по числу ядер)",
    strict: "только чтение `libphonenumber`: ничего не исправлять",
    otherRegions: "страны, которые пробовать по порядку, если своя не подошла",
    noRepair: "какие исправления не делать: `look-alike`, `stem`, ...; несколько через запятую",
    flags: "сказать, чем номер похож на выдуманный: `repeated-digit`, `run`, `fiction`, ...",
    table: "читать по этой скомпилированной таблице номеров, а не по встроенной",
    explain: "по шагам сказать, как читается это значение или каждая строка stdin; с --json одним документом",
    examples: {
      one: "одно значение",
      file: "файл",
      column: "столбец CSV",
      reasons: "почему значения отклонены; читаются только номера с кодом страны",
      flags: "значения, где есть номер, похожий на выдуманный",
      explain: "почему значение читается так",
    },
  },
};
