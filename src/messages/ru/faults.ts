import type { faults as english } from "../en/faults.ts";
import { formats } from "./counts.ts";

const AGAIN = "запустите ту же команду снова: она продолжит.";
const BASE_URL =
  "Проверьте адрес: он должен кончаться там, где начинаются /me, /clients и /projects, например https://crm.example.com/api/v1.";
const LATER = "Запустите ту же команду позже: она продолжит с места остановки.";
const COLLECT = "`datamaster collect` начнёт новый запуск.";

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: "там никто не отвечает",
  ENOTFOUND: "нет такого узла",
  EAI_AGAIN: "служба имён не отвечает",
  ECONNRESET: "связь оборвалась",
  EPIPE: "связь оборвалась",
  UND_ERR_SOCKET: "связь оборвалась",
  UND_ERR_CONNECT_TIMEOUT: "нет ответа за 10 с",
  UND_ERR_HEADERS_TIMEOUT: "нет ответа за 30 с",
  UND_ERR_BODY_TIMEOUT: "ответ остановился на полпути",
  DEADLINE: "ответ шёл дольше 120 с",
  TOO_SLOW: "ответ шёл медленнее 1 КБ в секунду",
  UND_ERR_ABORTED: "прокси не пропустил",
  EHOSTUNREACH: "до узла нет пути: не работает сеть здесь или там",
  ENETUNREACH: "у этого компьютера нет сети",
};

const READS: Readonly<Record<string, string>> = {
  clients: "список клиентов",
  projects: "проекты клиента",
  phones: "проект",
};

const STATUSES: Readonly<Record<string, string>> = {
  complete: "завершён",
  partial: "завершён, часть в карантине",
  abandoned: "брошен",
  running: "идёт",
  stopped: "остановлен",
  failed: "не удался",
};

const ENDLESS: Readonly<Record<string, string>> = {
  inACircle: "страницы идут по кругу",
  onlyEmpty: "50 страниц подряд пусты",
  onlyOld: "на страницах снова то же, что было раньше",
  noEnd: "страниц намного больше, чем названо",
};

const AGAIN_THEN =
  "Прочитанное не потеряно. Запустите ту же команду тогда: она продолжит. С --wait она дождётся сама.";
const clock = (iso: string): string => iso.slice(11, 19);

export const faults: typeof english = {
  internal: ({ why }) => [
    `Сбой внутри datamaster: ${why}`,
    "Запустите ещё раз с --log-level debug и сообщите, что он напечатает.",
  ],
  internalInRun: ({ why }) => [
    `Сбой внутри datamaster: ${why}`,
    "Сохранённое не потеряно. Запустите команду снова; если повторится, то с --log-level debug, и сообщите нам.",
  ],
  stopped: () => ["Остановлено по запросу."],
  stoppedBefore: () => [
    "Остановлено раньше, чем закончено; ничего из сохранённого не потеряно. Запустите ту же команду снова.",
  ],

  throttled: () => ["CRM попросила подождать (429)."],
  tokenRefused: () => [
    "CRM не приняла токен (401).",
    `Проверьте, нет ли в нём опечатки. Он мог и истечь или быть отозван: тогда создайте в CRM новый и впишите вместо старого (.env). Потом ${AGAIN}`,
  ],
  forbidden: () => [
    "CRM не разрешает этому аккаунту читать (403).",
    `Узнайте у администратора CRM, какие права у токена. Потом ${AGAIN}`,
  ],
  serverError: ({ status }) => [`CRM ответила ошибкой сервера (${status}).`],
  askedAgain: ({ status }) => [`CRM попросила повторить запрос (${status}).`],
  notFound: () => ["CRM называет его в списке, но не находит (404)."],
  cursorExpired: () => ["CRM забыла место в списке (410)."],
  blocked: ({ status }) => [
    `CRM не пускает этот аккаунт (${status}).`,
    `Он может быть приостановлен, заблокирован за частые запросы или исчерпал квоту: загляните в CRM. Потом ${AGAIN}`,
  ],
  redirected: ({ status, to }) => [`CRM перенаправляет (${status}) на ${to}; туда мы не пошли.`],
  tooLarge: ({ megabytes }) => [`Ответ CRM больше ${megabytes} МБ.`],
  rejected: ({ status }) => [`CRM ответила отказом (${status}).`],
  certificate: ({ host, code }) => [
    `Сертификат ${host} не принят (${code}).`,
    "Попросите обновить сертификат CRM или доверьтесь его центру: NODE_EXTRA_CA_CERTS=ФАЙЛ.",
  ],
  connection: ({ host, code }) => [`Нет связи с ${host}: ${NETWORK[code] ?? "ошибка сети"} (${code}).`],
  connectionOther: ({ host, why }) => [`Нет связи с ${host}: ${why}.`],
  badAnswer: ({ what }) => [
    `Ответ CRM ${what}.`,
    "Если так будет и дальше, проверьте, что адрес ведёт к API, а перед ним нет страницы прокси.",
  ],
  isWebPage: () => ["оказался веб-страницей"],
  isEmpty: () => ["пуст"],
  isError: () => ["сообщает об ошибке"],
  hasStatus: ({ status }) => [`пришёл с кодом ${status}`],
  encodedOtherwise: () => ["сжат не так, как было разрешено"],
  encodingBroken: () => ["не удалось распаковать"],
  isNoJson: () => ["содержит неполный JSON"],
  lacks: () => ["не содержит того, что обещает этот API"],
  lacksAt: ({ path }) => [`не содержит того, что обещает этот API, в ${path}`],
  notThisCrm: () => ["По этому адресу отвечает не CRM DataMaster.", BASE_URL],
  noMe: () => ["По этому адресу отвечают, но /me там нет (404).", BASE_URL],
  unreachable: ({ why }) => [why, `Проверьте адрес, сеть и работает ли CRM; потом ${AGAIN}`],
  noAnswer: () => ["CRM не ответила за 12 с.", `Проверьте адрес, сеть и работает ли CRM; потом ${AGAIN}`],
  clientsUnread: ({ why }) => [`Список клиентов прочитать не удалось: ${why}`, LATER],
  parked: ({ why, nextTry, givesUpAt }) => [
    `${why} Запуск ждёт CRM: следующая попытка в ${clock(nextTry)} UTC, ждать до ${clock(givesUpAt)} UTC. Ничего не потеряно.`,
  ],
  answersAgain: () => ["CRM снова отвечает; запуск продолжается."],
  patienceEnded: ({ why, since }) => [
    `CRM не работает с ${clock(since)} UTC, больше её не ждём. Последнее: ${why}`,
    "Прочитанное не потеряно. Запустите ту же команду позже: она продолжит. --patience МИНУТЫ ждёт дольше.",
  ],
  askedToWait: ({ why, until }) => [
    `${why} Она просит подождать до ${formats.localMoment(until)}.`,
    AGAIN_THEN,
  ],
  quotaSpent: ({ used, allowed, requests, until }) => [
    `Квота этого источника исчерпана: запросов ${formats.count(used)}` +
      (allowed < requests
        ? ` из ${formats.count(requests)}, из них ${formats.count(requests - allowed)} оставлено людям. `
        : `. `) +
      `Она вернётся ${formats.localMoment(until)}.`,
    AGAIN_THEN,
  ],
  outsideHours: ({ until }) => [
    `В эти часы источник спрашивать нельзя; его часы начнутся ${formats.localMoment(until)}.`,
    AGAIN_THEN,
  ],
  waits: ({ why }) => [`${why} Запуск ждёт до этого времени. Ничего не потеряно.`],
  goneMeanwhile: ({ project }) => [
    `Проект ${project} не найден, и клиент его больше не называет: он пропал.`,
  ],
  endless: ({ how }) => [`Список CRM не кончается: ${ENDLESS[how] ?? ""}.`],
  crmStopped: ({ why }) => [`CRM перестала отвечать: ${why}`, LATER],

  waitsFor: ({ kind, id, phase, seconds }) => [
    `${`${READS[kind] ?? "проверка связи"} ${id}`.trim()} — ${phase === "crm" ? "ответа CRM" : "своей очереди"} (${seconds} с)`,
  ],
  stalled: ({ seconds, waits, more }) => [
    `Уже ${seconds} с ничего не происходит. Ждут: ${waits.join("; ")}${more > 0 ? `; и ещё ${more}` : ""}.`,
  ],
  givenUp: ({ what }) => [`Застрял и повторяется: ${what}.`],
  movesAgain: () => ["Работа снова идёт."],
  stuck: ({ seconds }) => [`Запрос застрял на ${seconds} с.`],
  nothingMoves: ({ seconds }) => [
    `Уже ${seconds} с ничего не происходит, хотя застрявшее повторялось.`,
    `Сохранённое не потеряно. Если так будет и дальше, сообщите нам; иначе ${AGAIN}`,
  ],
  storeSilent: ({ seconds, waiting }) => [
    `База не отвечает уже ${seconds} с, её ждут вызовы: ${waiting}. Возможно, диск медленный или завис.`,
  ],
  storeStuck: ({ seconds }) => [
    `База не отвечает уже ${seconds} с, сохранять больше нельзя.`,
    `Сохранённое цело. Проверьте диск и чем ещё занята машина, потом ${AGAIN}`,
  ],
  stoodStill: ({ seconds }) => [
    `Сама программа стояла ${seconds} с: машина спит, сильно занята, или ей не хватает памяти.`,
  ],

  noSuchRun: ({ run }) => [`Запуска ${run} в этой базе нет.`, "Список запусков: `datamaster runs list`."],
  neverBegun: () => ["В этой базе ещё не было ни одного запуска.", COLLECT],
  noneUnfinished: () => ["Незаконченных запусков нет.", COLLECT],
  tooOld: ({ run, startedAt }) => [
    `Последний незаконченный запуск, ${run}, начат ${formats.moment(startedAt)} UTC: слишком давно, чтобы продолжать.`,
    COLLECT,
  ],
  retryUnfinished: ({ run }) => [
    `Запуск ${run} не закончен: повтор неудач оборвал бы его.`,
    `Сначала продолжите его: \`datamaster resume ${run}\`.`,
  ],
  nothingLeft: ({ run, status }) => [
    `Запуск ${run} ${STATUSES[status] ?? status}: продолжать нечего.`,
    COLLECT,
  ],
  runActive: ({ run, source, pid, host, startedAt }) => [
    `Запуск ${run} (${source}) уже идёт: процесс ${pid} на ${host}, с ${formats.moment(startedAt)} UTC.`,
    "Смотрите `datamaster status`. Дождитесь конца или сначала остановите тот процесс.",
  ],
  savedBefore: ({ page, unit }) => [
    `Страница ${page} единицы ${unit} уже сохранена.`,
    "Ничего не потеряно; запустите команду снова. Если повторится, сообщите нам.",
  ],
  noDatabase: ({ path }) => [
    `Базы ${path} нет.`,
    "Сначала выполните `datamaster collect` или укажите нужный файл: --db sqlite:ПУТЬ.",
  ],
  emptyDatabase: ({ path }) => [`База ${path} пуста.`, "Сначала выполните `datamaster collect`."],
  databaseUnusable: ({ path, why }) => [
    `С базой ${path} работать нельзя: ${why}.`,
    "Проверьте, что папка есть и в неё можно писать, или укажите другой файл: --db sqlite:ПУТЬ.",
  ],
  databaseUnwritable: ({ why }) => [
    `Записать в базу не удалось: ${why}.`,
    `Проверьте, что на диске есть место и в файл можно писать, потом ${AGAIN}`,
  ],
  databaseForeign: ({ path }) => [
    `${path} — база другой программы; она осталась как была.`,
    "Укажите другой файл: --db sqlite:ПУТЬ.",
  ],
  databaseNewer: ({ path, version, known }) => [
    `${path} записана более новой версией datamaster (схема ${version}, эта программа знает ${known}).`,
    "Обновите datamaster или укажите другой файл: --db sqlite:ПУТЬ.",
  ],
  threadEnded: ({ why }) => [
    `Завершился поток, который читает ответы, или тот, что пишет базу: ${why}.`,
    `Сохранённое не потеряно: ${AGAIN}`,
  ],
  unknownCall: ({ method }) => [`Поток записи не знает вызова ${method}.`],

  caUnusable: ({ file, why }) => [
    `Файл сертификатов ${file} не годится: ${why}.`,
    "Назовите в настройке `ca` источника файл в формате PEM (строки между BEGIN CERTIFICATE и END CERTIFICATE).",
  ],
  caEmpty: () => ["в нём нет сертификата"],

  unknownConnector: ({ name, known }) => [`CRM вида «${name}» нет.`, `Есть: ${known}.`],
  unknownStore: ({ store }) => [
    `База «${store}» этой версии незнакома.`,
    "Нужно sqlite:ПУТЬ, например --db sqlite:./datamaster.db, или postgres://ПОЛЬЗОВАТЕЛЬ@СЕРВЕР/БАЗА.",
  ],
  allAndNames: ({ known }) => ["Либо --all, либо имена источников.", `Источники: ${known}.`],
  severalSources: ({ count, known }) => [
    `Источников ${count}; скажите, какой собирать, или укажите --all.`,
    `Источники: ${known}.`,
  ],
  noSource: ({ name, known }) => [`Источника «${name}» нет.`, `Источники: ${known}.`],
  noSources: () => [
    "Не настроен ни один источник.",
    "`datamaster init` спросит всё нужное и запишет datamaster.yaml; или укажите --base-url АДРЕС с токеном в DATAMASTER_TOKEN. " +
      "Для `datamaster demo` не нужно ни то, ни другое.",
  ],
  demoSourceGone: ({ run, source }) => [
    `Запуск ${run} относится к источнику ${source}, который здесь не настроен.`,
    "Встроенная CRM живёт, пока идёт demo: запустите `datamaster demo` снова, он продолжит.",
  ],
  sourceNotConfigured: ({ run, source }) => [
    `Запуск ${run} относится к источнику ${source}, который здесь не настроен.`,
    "Укажите его файл настроек (--config) или те же параметры, с которыми он собирался (--base-url и остальные).",
  ],
  isFolder: ({ file }) => [`${file} — это папка.`, "Укажите файл в ней."],
  fileExists: ({ file }) => [
    `${file} уже есть; он остался как был.`,
    "Выберите другое имя или добавьте --force, чтобы заменить.",
  ],
  outputFailed: ({ file, why }) => [
    `${file} записать не удалось: ${why}.`,
    "Проверьте, что папка есть, в неё можно писать и на диске есть место.",
  ],
  jsonAndStdout: () => [
    "Либо --json, либо выгрузка в stdout.",
    "Укажите --out ФАЙЛ или возьмите --format jsonl: строки будут в JSON.",
  ],
  bytesToTerminal: ({ format }) => [
    `Формат ${format} на экране не показать.`,
    "Укажите --out ФАЙЛ или передайте вывод в файл или программу.",
  ],
  withNeedsPairs: ({ name }) => [`Столбец «${name}» есть только у пар.`, "Добавьте --of pairs."],
  splitNeedsOut: () => [
    "Разделённая выгрузка — это несколько файлов.",
    "Укажите --out ФАЙЛ: части получат его имя.",
  ],
  splitOnce: () => ["--split и --split-by вместе не бывают.", "Уберите одно из них."],
  noPreset: ({ name, known }) => [
    `Выгрузки «${name}» в настройках нет.`,
    known === "" ? "Они описываются под exports: в datamaster.yaml." : `Есть: ${known}.`,
  ],
  noSince: ({ since }) => [
    `«${since}» — не запуск, не дата и не срок.`,
    "Укажите запуск (11), дату (2026-11-01) или срок (36h, 7d, 2w).",
  ],
  notOfRejected: ({ flag }) => [
    `${flag} отбирает номера, а в отклонённых записях их нет.`,
    "Отбирайте их через --source, --client, --project.",
  ],
  flagOrNone: () => ["--flag и --no-placeholders просят противоположного.", "Уберите одно из них."],
  noRegion: ({ region }) => [
    `Страны «${region}» нет.`,
    "Страны пишутся как RU, KZ, US; 001 — номера без страны.",
  ],
  noCountry: ({ country }) => [
    `Страны «${country}» нет.`,
    "Параметру --region нужен двухбуквенный код страны: RU, KZ, US.",
  ],
  noType: ({ name, known }) => [`Типа «${name}» нет.`, `Есть: ${known}.`],
  noFlag: ({ name, known }) => [`Пометки «${name}» нет.`, `Есть: ${known}.`],
  noColumn: ({ name, known }) => [`Столбца «${name}» нет.`, `Есть: ${known}.`],
  demoSilent: () => ["Встроенная CRM ничего не сообщила."],
  demoFailed: ({ why }) => [`Встроенная CRM не запустилась: ${why}`],
};
