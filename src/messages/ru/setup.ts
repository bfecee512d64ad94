import type { setup as english, doctor as englishDoctor, init as englishInit } from "../en/setup.ts";
import { formats, noun } from "./counts.ts";

export const init: typeof englishInit = {
  intro: "Настроим источник: где CRM и какой токен она вам дала",
  whichCrm: "Какая это CRM?",
  whereApi: "Где начинается её API?",
  token: "Токен API?",
  tokenOrKeep: ({ variable }) => `Токен API? Пусто: оставить тот, что в ${variable}`,
  region: "Страна номеров без кода страны? Можно оставить пустым",
  mayReplace: ({ file }) => `${file} уже есть. Заменить?`,
  tryAgain: "Изменить ответы и попробовать снова?",
  pilot: ({ clients }) => `Собрать сейчас первых клиентов на пробу: ${clients}?`,
  yes: "Да",
  no: "Нет",
  ready: "Готово",
  notReady: "Пока не готово",
  configWritten: ({ file, source }) => `${file} записан: источник ${source}`,
  dotenvWritten: ({ variable }) => `.env записан: ${variable}, читать можете только вы`,
  mend: "Исправьте, что не удалось, потом",
  allClients: "Все клиенты",
  next: "Что дальше",
};

export const doctor: typeof englishDoctor = {
  states: { ok: "да", warn: "важно", fail: "НЕТ" },
  bundle: ({ file }) => `Отчёт в ${file}; посмотрите его перед отправкой.`,
  checks: {
    config: "настройки",
    program: "программа",
    node: "node",
    sqlite: "sqlite",
    "number table": "планы нумерации",
    registers: "реестры",
    "config file": "файл настроек",
    ".env": ".env",
    database: "база данных",
    folder: "папка",
    disk: "диск",
    integrity: "целостность",
    "write-ahead log": "журнал базы",
    runs: "запуски",
    unverified: "не проверены",
    sources: "источники",
    "sign-in": "вход",
    clock: "часы",
    scheduler: "расписания",
    backup: "копия",
  },
};

const STATUSES: Readonly<Record<string, string>> = {
  running: "потерял свой процесс",
  stopped: "остановлен",
  failed: "не удался",
};

const UPDATE = "Обновите datamaster: планы нумерации меняются, новые номера пока не читаются.";
const CLOCK =
  "Поставьте часы этой машины (работает ли служба времени?): из них берётся время в истории; изменения запрашиваются по часам самой CRM.";

export const setup: typeof english = {
  wrongBaseUrl: () => ["Это не адрес API: нужен http:// или https://, без ?, # и пароля."],
  wrongToken: () => ["Токен — это одно слово из букв, цифр и знаков."],
  wrongRegion: () => ["Укажите двухбуквенный код страны, например RU, KZ или US."],
  noBaseUrl: () => ["Не указан --base-url."],
  noToken: ({ variable }) => [`Нет токена: задайте его в ${variable} или подайте на --token-stdin.`],
  initLacks: ({ problems }) => ["Для init --yes не хватает данных.", problems.join("\n")],
  initNeedsTerminal: () => [
    "init задаёт вопросы в терминале, а терминала нет.",
    "Запустите его в терминале или с --yes и параметрами: смотрите `datamaster init --help`.",
  ],
  configExists: ({ file }) => [
    `${file} уже есть; он остался как был.`,
    "Добавьте --force, чтобы заменить, или укажите другой: --config ФАЙЛ.",
  ],
  wrongSourceName: ({ name }) => [
    `Имя «${name}» источнику не подходит.`,
    "Нужны латинские буквы, цифры, точки, дефисы и подчёркивания, первой буква или цифра.",
  ],
  valueUnwritable: ({ name }) => [`Значение ${name} нельзя записать в .env.`, `Задайте ${name} в окружении.`],
  clockNoToken: ({ source }) => [
    `${source}: не сравнить, токен не задан`,
    "Задайте переменную, которую настройки называют для токена.",
  ],
  clockUntold: ({ source, host }) => [
    `${source}: ${host} не сообщает времени`,
    "Изменения тогда запрашиваются по часам этой машины: следите, чтобы её служба времени работала.",
  ],
  clockNoAnswer: ({ source, host, why }) => [
    `${source}: не сравнить, ${host} не отвечает (${why})`,
    "Запустите `datamaster check`: он покажет, что мешает.",
  ],
  noAnswerIn: ({ seconds }) => [`нет ответа за ${seconds} с`],
  clockGood: ({ source, host, seconds }) => [`${source}: расхождение с ${host} не больше ${seconds} с`],
  clockAhead: ({ source, host, seconds }) => [
    `${source}: часы этой машины впереди ${host} на ${seconds} с`,
    CLOCK,
  ],
  clockBehind: ({ source, host, seconds }) => [
    `${source}: часы этой машины отстают от ${host} на ${seconds} с`,
    CLOCK,
  ],
  modeGood: ({ file, mode }) => [`у ${file} права ${mode}`],
  modeReadable: ({ file, mode, fix }) => [
    `у ${file} права ${mode}: читать могут и другие пользователи машины`,
    fix,
  ],
  modeWritable: ({ file, mode, fix }) => [
    `у ${file} права ${mode}: менять могут и другие пользователи машины`,
    fix,
  ],
  folderMissing: ({ folder }) => [
    `${folder}: такой папки нет`,
    "Создайте её или укажите другое место: --db sqlite:ПУТЬ.",
  ],
  folderOpen: ({ folder }) => [`${folder}: писать туда может кто угодно`, `chmod o-w ${folder}`],
  folderGood: ({ folder }) => [folder],
  diskUnknown: ({ why }) => [`сколько места свободно, неизвестно (${why})`],
  diskGood: ({ freeMb, sizeMb }) => [`свободно ${bytes(freeMb)}, база занимает ${bytes(sizeMb)}`],
  diskLow: ({ freeMb, sizeMb }) => [
    `свободно ${bytes(freeMb)}, база занимает ${bytes(sizeMb)}`,
    "Освободите место на диске или перенесите базу: запуску может понадобиться столько же ещё раз.",
  ],
  databaseNotYet: ({ file }) => [`базы пока нет; первый сбор создаст ${file}`],
  databaseWhole: ({ version, indexes }) => [
    `база цела${indexes ? ", индексы сверены" : ""}, схема ${version}`,
  ],
  databaseFaulty: ({ first, more }) => [
    `база повреждена: ${first}${more > 0 ? ` (и ещё ${more})` : ""}`,
    "Остановите всё, что ею пользуется, и верните резервную копию: `datamaster restore ФАЙЛ` сохранит повреждённую базу рядом. " +
      "Если копии нет, соберите заново в другой файл: --db sqlite:ПУТЬ.",
  ],
  logEmpty: () => ["пуст"],
  logInUse: ({ megabytes }) => [`${megabytes} МБ, идёт запуск`],
  logLeft: ({ megabytes }) => [
    `${megabytes} МБ остались от прерванного процесса; ничего не потеряно`,
    "Следующий сбор перенесёт их в базу. До того копируйте базу только вместе с журналом.",
  ],
  runUnfinished: ({ run, source, status, fix }) => [
    `запуск ${run} (${source}) ${STATUSES[status] ?? status}, не закончен`,
    fix,
  ],
  runsGood: ({ runs }) => [`в истории ${runs}, незаконченных нет`],
  allVerified: () => ["все проекты прочитаны"],
  unverifiedLeft: ({ source, projects, show }) => [
    `${source}: ${projects} ${noun(projects, "проект", "проекта", "проектов")} прочитать не удалось; прежние номера сохранены`,
    `${show} покажет почему; следующий сбор прочитает снова.`,
  ],
  neverCollected: ({ source, fix }) => [`${source} ещё не собирали`, fix],
  programVersion: ({ version }) => [`datamaster ${version}`],
  nodeOld: ({ version, needed }) => [
    `Node.js ${version} слишком старый, нужен ${needed}`,
    `Установите Node.js ${needed} или новее.`,
  ],
  nodeGood: ({ version, system }) => [`Node.js ${version}, ${system}`],
  sqliteVersion: ({ version }) => [`SQLite ${version === "" ? "неизвестной версии" : version}`],
  tableUnknown: () => ["возраст неизвестен", UPDATE],
  tableOld: ({ released, days }) => [`от ${released}, возраст в днях: ${days}`, UPDATE],
  tableGood: ({ released, days }) => [`от ${released}, возраст в днях: ${days}`],
  configNone: () => ["нет, только параметры и окружение"],
  configGood: ({ file, sources }) => [`${file}: ${sources === "" ? "нет источников" : sources}`],
};

/** `3,4 ГБ`, `120 МБ`. */
function bytes(megabytes: number): string {
  return megabytes >= 1000
    ? `${formats.decimal(megabytes / 1000)} ГБ`
    : `${formats.count(Math.ceil(megabytes))} МБ`;
}
