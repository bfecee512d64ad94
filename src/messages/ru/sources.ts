import type {
  sourceFaults as english,
  sourcesMade as englishMade,
  sourceVerbs as englishVerbs,
} from "../en/sources.ts";
import { counts, formats } from "./counts.ts";

export const sourcesMade: typeof englishMade = {
  none: "Пока нет ни одного источника.",
  heads: { name: "ИМЯ", origin: "ОТКУДА", connector: "CRM", baseUrl: "АДРЕС" },
  origins: { file: "файл настроек", made: "хранилище" },
  facts: {
    made: ({ who, at }) => `создал ${who}, ${formats.moment(at)} UTC`,
    secrets: ({ who, at }) => `секреты ввёл ${who}, ${formats.moment(at)} UTC; они не показываются`,
  },
  held: ({ clients, projects, numbers, runs }) =>
    `собрано: ${counts.numbers(numbers)}, проектов ${formats.count(projects)}, клиентов ${formats.count(clients)}, запусков ${formats.count(runs)}`,
  sure: ({ name }) => `Удалить ${name} и всё это? Отменить будет нельзя.`,
  stay: ({ numbers }) => `Собранное остаётся: ${counts.numbers(numbers)}.`,
  added: ({ name }) => `Источник ${name} добавлен: \`datamaster check ${name}\``,
  changed: ({ name }) => `Источник ${name} изменён.`,
  removed: ({ name }) => `Источник ${name} удалён.`,
  rekeyed: ({ sources, from, to }) =>
    `Запечатано заново, источников: ${sources}. Был ключ ${from}, теперь ${to}; копии старого больше ничего не открывают.`,
  token: "Токен API",
};

export const sourceVerbs: typeof englishVerbs = {
  sources: {
    summary: "источники в хранилище",
    about:
      "Источники, созданные здесь или на веб-панели, лежат в хранилище рядом с источниками из файла настроек; их секреты запечатаны. " +
      "Все команды принимают их по имени.",
    examples: { list: "все источники", add: "спросит токен", collect: "как любой другой" },
  },
  sourcesList: {
    summary: "все источники",
    about: "Показывает источники из файла настроек и созданные.",
    examples: { json: "для программ" },
  },
  sourcesShow: {
    summary: "один источник в YAML",
    about:
      "Показывает источник так, как он стоял бы в файле настроек, без секретов, и сколько из него собрано.",
    name: "его имя",
    examples: { yaml: "чтобы положить в файл" },
  },
  sourcesAdd: {
    summary: "создать источник",
    about:
      "Создаёт источник в хранилище. Годятся только открытые адреса https и сети из настройки `serve.allowPrivateAddresses`. " +
      "Токен спросят или возьмут из DATAMASTER_TOKEN.",
    name: "имя: латинские буквы, цифры, точки, - и _",
    from: "YAML с настройками источника, как его печатает `sources show`; переменные подставляются",
    tokenStdin: "прочитать токен из стандартного ввода",
    examples: { ask: "спросит токен", file: "все настройки из файла" },
  },
  sourcesEdit: {
    summary: "изменить источник",
    about: "Меняет настройки созданного источника; что не названо, остаётся, секреты тоже.",
    name: "его имя",
    askToken: "ввести другой токен",
    examples: { rate: "другая скорость", token: "спросит токен" },
  },
  sourcesRemove: {
    summary: "удалить источник",
    about: "Удаляет созданный источник. Собранное из него остаётся, если не задан --delete-numbers.",
    name: "его имя",
    deleteNumbers: "удалить и собранное; запуски останутся в истории",
    yes: "не спрашивать",
    examples: { keep: "номера остаются", all: "покажет, что пропадёт, и спросит" },
  },
  sourcesRekey: {
    summary: "сменить ключ секретов",
    about:
      "Создаёт новый секретный ключ и запечатывает им все секреты. До этого остановите `datamaster serve`, потом запустите снова.",
    examples: { now: "раз в год или когда кто-то уходит" },
  },
};

export const sourceFaults: typeof english = {
  sourceExists: ({ name }) => [
    `Источник ${name} уже есть.`,
    "Выберите другое имя или измените существующий источник.",
  ],
  sourceUnknown: ({ name, known }) => [
    `Источника ${name} нет.`,
    known === "" ? "Пока нет ни одного источника." : `Есть: ${known}`,
  ],
  sourceOfFile: ({ name, file }) => [`Источник ${name} задан в файле ${file}, менять его нужно там.`],
  onlyInFile: () => ["бывает только у источников из файла настроек: это файл или путь на этой машине"],
  sourceWrong: ({ name, problems }) => [
    `Настройки источника ${name} неверны: ${problems.join("; ")}`,
    "Исправьте их; что принимает каждая, сказано в docs/reference.md.",
  ],
  sourceProblem: ({ field, problem, allowed }) => [
    `${field} ${problem}${allowed === "" ? "" : `, нужно: ${allowed}`}`,
  ],
  allowedSecret: () => ["сам секрет, без пробелов и переводов строки"],
  sourceNameWrong: ({ name }) => [
    `Имя \`${name}\` для источника не годится.`,
    "До 64 латинских букв, цифр, точек, - и _, первой стоит буква или цифра.",
  ],
  sourceTokenNeeded: ({ variable }) => [
    "Токена нет, и спросить некого.",
    `Задайте его в ${variable} или подайте на стандартный ввод с --token-stdin.`,
  ],
  sourceFileUnread: ({ file, why }) => [`Не удалось прочитать ${file}: ${why}`],
  sourceUnconfirmed: ({ name }) => [
    `Ничего не удалено: никто не подтвердил удаление ${name}.`,
    "Повторите с --yes или в терминале: там спросят.",
  ],
  addressPrivate: ({ host, address }) => [
    `${host} — частный адрес (${address}), а созданные здесь источники могут вести только на открытые.`,
    "Тот, кто запускает сервис, может указать эту сеть в `serve.allowPrivateAddresses` в datamaster.yaml.",
  ],
  addressPlain: ({ host }) => [
    `${host} опрашивается без шифрования: токен могут прочитать по дороге.`,
    "Начните адрес с `https://`. По `http://` опрашиваются только сети из `serve.allowPrivateAddresses`.",
  ],
  trialGone: () => ["Эта проверка или выборка больше не хранится: начните снова."],
  trialCertificate: () => ["сертификат в порядке"],
  trialPlain: () => ["без шифрования, сеть разрешена"],
  draftUnknown: () => ["Этого черновика уже нет: черновики хранятся 7 дней."],
};
