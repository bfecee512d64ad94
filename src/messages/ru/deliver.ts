import type { deliverFaults as englishFaults } from "../en/deliver.ts";
import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count, decimal, moment } = formats;

function size(bytes: number): string {
  return bytes >= 1_000_000 ? `${decimal(bytes / 1_000_000)} МБ` : `${count(Math.ceil(bytes / 1000))} КБ`;
}

export const deliverVerbs: Pick<Messages["verbs"], "deliver" | "deliveries" | "deliveriesList"> = {
  deliver: {
    summary: "передать файлы запуска, как велят настройки",
    about:
      "Передаёт то, что collect передаёт сам после запуска: без номера всё, что ещё не передано из последнего запуска каждого источника; " +
      "с номером этот запуск ещё раз, даже если он неполный или уже был передан.",
    run: "номер завершённого запуска",
    to: "только эта доставка из настроек; можно повторять",
    dryRun: "сделать файлы и сказать, что было бы отправлено; не отправлять ничего",
    examples: { owed: "что ещё не передано", again: "запуск 12 ещё раз", dry: "что было бы отправлено" },
  },
  deliveries: {
    summary: "что и после какого запуска передано",
    about: "Показывает, что передано и куда.",
    examples: { list: "последние 20" },
  },
  deliveriesList: {
    summary: "последние доставки",
    about: "Перечисляет, что передано, удержано или не удалось передать, сначала новые запуски.",
    run: "только этого запуска",
    limit: "не больше стольких",
    examples: { all: "последние 20", one: "запуска 12, с именами и хешами файлов" },
  },
};

const filesOf = (files: readonly string[]): string =>
  files.length === 1 ? `${files[0]}` : counts.files(files.length);

export const delivering: Messages["delivering"] = {
  writing: (p) => `Доставка ${p.name}: пишется, ${counts.rows(p.rows)}`,
  sending: (p) => `Доставка ${p.name}: отправлено ${size(p.sent)} из ${size(p.bytes)}`,
  waiting: (p) => `Доставка ${p.name}: ждёт следующей попытки`,
  retry: (p) => `Доставка ${p.name}, ещё попытка: ${p.why}`,
  delivered: (p) => `Доставка ${p.name}: передано в ${p.place}: ${filesOf(p.files)}, ${counts.rows(p.rows)}`,
  dry: (p) => `Доставка ${p.name}: в ${p.place} ушло бы: ${filesOf(p.files)}, ${counts.rows(p.rows)}`,
  already: (p) => `Доставка ${p.name}: запуск ${p.run} уже передан; ещё раз: ${p.line}`,
  held: (p) =>
    `Доставка ${p.name}: запуск ${p.run} удержан, он прочитал не весь источник; передать его: ${p.line}`,
  failed: (p) => `Доставка ${p.name} не удалась. Сам запуск ${p.run} сохранён; передать его: ${p.line}`,
  mailFile: (p) => `${p.name}: ${counts.rows(p.rows)}, ${size(p.bytes)}, SHA-256 ${p.sha256}`,
  mail: (p) =>
    [
      `Доставка ${p.delivery}: запуск ${p.run} источника ${p.source}, начат ${moment(p.startedAt)} UTC.`,
      ...(p.isPartial ? ["Кое-что в нём прочитать не удалось, оно отложено."] : []),
      "",
      ...p.files,
      "",
      "В файлах персональные данные. Это письмо отправила программа.",
    ].join("\n"),
  nothing: "Нет завершённого запуска, который можно передать.",
  none: "Ещё ничего не передавалось.",
  list: {
    heads: {
      run: "ЗАПУСК",
      name: "ДОСТАВКА",
      state: "СОСТОЯНИЕ",
      at: "КОГДА (UTC)",
      rows: "СТРОК",
      place: "КУДА",
    },
    states: { sending: "неясно", delivered: "передано", held: "удержано", failed: "не удалось" },
  },
};

export const deliverFaults: Pick<Messages["told"], keyof typeof englishFaults> = {
  deliveryFailed: (p: { place: string; why: string }) => [`Передать в ${p.place} не удалось: ${p.why}`],
  deliveryNoFolder: (p: { path: string }) => [
    `${p.path} не папка.`,
    "Создайте её или исправьте путь этой доставки в настройках.",
  ],
  deliveryNotWritable: (p: { place: string }) => [
    `Этому пользователю нельзя писать в ${p.place}.`,
    "Разрешите это там или исправьте путь этой доставки в настройках.",
  ],
  deliveryWritable: (p: { place: string }) => [`${p.place}: запись возможна`],
  deliveryNoProgram: (p: { program: string }) => [
    `Нет программы ${p.program}, которую можно запустить.`,
    "Исправьте `run` этой доставки: программа с полным путём, за ней её аргументы.",
  ],
  deliveryProgramFound: (p: { program: string }) => [`${p.program}: можно запустить`],
  deliveryProgramLate: (p: { program: string; seconds: number }) => [
    `${p.program} не закончила за ${p.seconds} с и остановлена.`,
    "Если ей нужно больше времени, задайте `timeoutSeconds` этой доставки.",
  ],
  deliveryProgramFailed: (p: { program: string; how: string; said: string }) => [
    `${p.program} закончила с ${p.how}${p.said === "" ? "." : `: ${p.said}`}`,
  ],
  deliveryKeyUnusable: (p: { file: string; why: string }) => [
    `Закрытый ключ ${p.file} использовать нельзя: ${p.why}`,
    "Исправьте `privateKey` этой доставки или переменную с его паролем.",
  ],
  deliveryHostKeyUnknown: (p: { host: string; seen: string }) => [
    `Ключ ${p.host} неизвестен: сервер показал ${p.seen}.`,
    `Сверьте его с тем, что скажет администратор сервера. Если совпадает, впишите в эту доставку \`hostKey: "${p.seen}"\`.`,
  ],
  deliveryHostKeyOther: (p: { host: string; seen: string; hostKey: string }) => [
    `${p.host} показал ключ ${p.seen}, а не ${p.hostKey}; ничего не отправлено.`,
    "Возможно, на его месте другая машина. Спросите администратора; `hostKey` этой доставки меняйте, только если ключ сменили.",
  ],
  deliveryLoginRefused: (p: { place: string }) => [
    `${p.place} не принимает вход.`,
    "Исправьте имя, пароль или ключ этой доставки или попросите открыть там доступ.",
  ],
  deliveryMailReady: (p: { place: string }) => [`${p.place}: сервер принимает вход`],
  deliveryMailTooLarge: (p: { place: string; megabytes: number; most: number }) => [
    `В файлах для ${p.place} ${decimal(p.megabytes)} МБ, а в письме может быть ${decimal(p.most)} МБ.`,
    "Пусть имя файла кончается на `.gz`; передавайте только новое (`onlyNew`), через `sftp`, `s3` или папку либо увеличьте `maxMegabytes`, насколько позволит почтовый сервер.",
  ],
  deliveryMailRefused: (p: { place: string; why: string }) => [
    `${p.place} не принимает письмо: ${p.why}`,
    "Проверьте `from`, `recipients` и размер этой доставки и права её учётной записи.",
  ],
  deliveryStorageRefused: (p: { place: string; status: number; code: string }) => [
    `${p.place} отказывает (${p.status}${p.code === "" ? "" : ` \`${p.code}\``}).`,
    "Проверьте `endpoint`, `bucket`, `region` и ключи этой доставки и права её учётной записи.",
  ],
  deliveryPlain: (p: { place: string }) => [
    `Соединение с ${p.place} не было бы зашифровано; ничего не отправлено.`,
    "Укажите https:// или для почты `security: tls` либо `starttls`.",
  ],
  deliverySecretNotSet: (p: { path: string }) => [
    `${p.path} называет переменную, которая не задана ни в окружении, ни в .env.`,
  ],
  deliverUnfinished: (p: { run: number; status: string }) => [
    `Запуск ${p.run} не завершён (${p.status}); передаются только завершённые.`,
    "Продолжите его командой `resume`, тогда он будет передан сам.",
  ],
  noDeliveries: () => [
    "В настройках нет ни одной доставки.",
    "Добавьте её под `deliveries:` в файле настроек; docs/reference.md показывает как.",
  ],
  noDelivery: (p: { name: string; known: string }) => [
    `В настройках нет доставки «${p.name}».`,
    `Известны: ${p.known}.`,
  ],
  onlyNewTwice: (p: { name: string; preset: string }) => [
    `У доставки ${p.name} есть \`onlyNew\`, а это не сочетается с \`newSince\` или \`of: rejected\` в её выгрузке ${p.preset}.`,
  ],
  noSuchExport: (p: { name: string; known: string }) => [
    `нет выгрузки с именем ${p.name}${p.known === "" ? "" : `; известны: ${p.known}`}`,
  ],
  singerOf: () => ["В сообщениях `Singer` бывают номера или пары."],
  singerBeside: (p: { flag: string }) => [
    `${p.flag} не сочетается с \`--format singer\`.`,
    "Отправляется всё, что есть сейчас; с --state FILE то, что с тех пор появилось и пропало.",
  ],
  stateNeedsSinger: () => ["--state нужен для `--format singer`."],
  singerStateUnread: (p: { file: string; why: string }) => [
    `Состояние ${p.file} прочитать нельзя: ${p.why}`,
    "В первый раз не указывайте --state и сохраните последнюю строку, которую напечатает приёмник.",
  ],
  singerStateWrong: (p: { file: string }) => [
    `В ${p.file} нет состояния этой программы.`,
    "Там должна быть последняя строка, которую напечатал приёмник.",
  ],
  singerOtherSelection: (p: { source: string }) => [
    `В состоянии источник ${p.source} записан с другими столбцами или фильтрами.`,
    "Укажите те же или не указывайте --state: тогда всё отправится заново.",
  ],
  singerOtherStore: (p: { source: string; run: number }) => [
    `Состояние говорит о запуске ${p.run} источника ${p.source}, а в этой базе такого завершённого запуска нет.`,
    "Укажите ту базу, о которой оно говорит, или не указывайте --state: тогда всё отправится заново.",
  ],
  noSuchSource: (p: { name: string; known: string }) => [
    `нет источника с именем ${p.name}${p.known === "" ? "" : `; известны: ${p.known}`}`,
  ],
};
