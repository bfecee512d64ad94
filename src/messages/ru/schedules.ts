import type { schedules as english, scheduleVerbs as englishVerbs } from "../en/schedules.ts";

const ZONES: Readonly<Record<string, string>> = { "Europe/Moscow": "по Москве", UTC: "UTC" };

export const schedules: typeof english = {
  sentence: {
    weekdays: ["воскресеньям", "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам"],
    and: (p) => `${p.most} и ${p.last}`,
    nicknames: {
      "@hourly": "Каждый час в :00",
      "@daily": "Каждый день в 00:00",
      "@midnight": "Каждый день в 00:00",
      "@weekly": "По воскресеньям в 00:00",
      "@monthly": "1-го числа каждого месяца в 00:00",
      "@yearly": "Каждый год 1 января в 00:00",
      "@annually": "Каждый год 1 января в 00:00",
    },
    hourly: (p) => `Каждый час в :${String(p.minute).padStart(2, "0")}`,
    daily: (p) => `Каждый день в ${p.time}`,
    workdays: (p) => `По рабочим дням, с понедельника по пятницу, в ${p.time}`,
    weekly: (p) => `По ${p.days} в ${p.time}`,
    monthly: (p) =>
      p.day > 28
        ? `${p.day}-го числа каждого месяца, где оно есть, в ${p.time}`
        : `${p.day}-го числа каждого месяца в ${p.time}`,
    inZone: (p) => `${p.times} ${ZONES[p.zone] ?? `(${p.zone})`}`,
    alsoInZone: (p) => (p.zone in ZONES ? `${p.times}, ${ZONES[p.zone]}` : `${p.times} (${p.zone})`),
  },
  none: "Пока ничего не запускается само.",
  heads: {
    id: "№",
    source: "ИСТОЧНИК",
    kind: "ЧТО",
    times: "КОГДА",
    next: "СЛЕДУЮЩИЙ",
    last: "ПОСЛЕДНИЙ",
    on: "ВКЛ",
  },
  kinds: { run: "запуск", sweep: "полный запуск", retention: "очистка" },
  all: "все",
  on: "включено",
  coming: "с запуском serve",
  ofFile: "включено (файл настроек)",
  off: "выключено",
  states: {
    due: "начинается",
    waiting: "ждёт",
    started: "начат",
    done: "сделано",
    skipped: "пропущен",
    missed: "упущен",
    failed: "не удался",
  },
  late: (p) => `опаздывает на ${p.by}`,
  run: (p) => `запуск ${p.run} ${p.status}`,
  added: (p) => `Расписание ${p.id}: ${p.sentence}.`,
  changed: (p) => `Расписание ${p.id}: ${p.sentence}; ${p.on}.`,
  removed: (p) => `Расписания ${p.id} больше нет.`,
  clocksMoved: (p) =>
    p.minutes > 0
      ? `часы переводятся вперёд на ${p.minutes} мин`
      : `часы переводятся назад на ${-p.minutes} мин`,
  needsServe: "Они запускаются, пока работает `datamaster serve`.",
};

export const scheduleFaults = {
  noSuchSchedule: (p: { id: number }) => [
    `Расписания ${p.id} нет.`,
    "`datamaster schedules list` показывает все.",
  ],
  scheduleOfFile: (p: { file: string }) => [
    "Это расписание стоит в файле настроек.",
    `Измените его в ${p.file} и запустите службу снова.`,
  ],
  scheduleOfFileWrong: (p: { source: string; why: string }) => [
    `Расписание источника ${p.source} в файле настроек не годится: ${p.why}`,
    "Исправьте его в `schedules:` этого источника.",
  ],
  scheduleCron: (p: { cron: string }) => [
    `«${p.cron}» — это не повторяющееся время.`,
    "Напишите минуту, час, день, месяц и день недели: 0 2 * * * означает каждый день в 02:00.",
  ],
  scheduleNever: (p: { cron: string }) => [
    `«${p.cron}» называет время, которое никогда не наступит.`,
    "Проверьте день и месяц: такого дня нет ни в одном месяце.",
  ],
  scheduleZone: (p: { zone: string }) => [
    `Часового пояса «${p.zone}» нет.`,
    "Напишите его как Europe/Moscow или UTC.",
  ],
  scheduleNoSource: () => [
    "Для запуска нужен источник.",
    "Для всех сразу бывает только очистка: назовите один.",
  ],
  scheduleJitter: (p: { most: number }) => [
    "На столько начало отложить нельзя.",
    `Укажите целые секунды, от 0 до ${p.most}.`,
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

export const scheduleVerbs: typeof englishVerbs = {
  schedules: {
    summary: "что и когда запускается само",
    about: "Расписания запусков, полных запусков и очистки. Они действуют, пока работает `datamaster serve`.",
    examples: { list: "все, и когда следующий", add: "каждую ночь в 02:00", off: "пока не запускать" },
  },
  schedulesList: {
    summary: "все расписания и когда следующий запуск",
    about: "Показывает расписания: что делает каждое, когда следующий запуск и как прошёл последний.",
    examples: { look: "для людей", json: "для программ, с пятью следующими временами" },
  },
  schedulesAdd: {
    summary: "запускать в повторяющееся время",
    about:
      "Добавляет расписание. Время — пять полей cron (минута, час, день, месяц, день недели) в часовом поясе, по умолчанию этой машины.",
    source: "источник, из которого собирать; не нужен для --kind retention по всем",
    cron: "когда: минута, час, день, месяц, день недели, например '0 2 * * *'",
    zone: "часовой пояс, например Europe/Moscow",
    kind: "что: run (только изменённое), sweep (читает всё), retention (удаляет старое)",
    overlap: "если источник ещё собирается: skip (пропустить) или wait (подождать)",
    missed: "для времени, когда программа была выключена: once (запустить один раз) или never (не запускать)",
    jitter: "откладывать каждое начало не больше чем на столько секунд",
    examples: {
      daily: "каждую ночь в 02:00",
      sweep: "всё целиком, по воскресеньям",
      retention: "очистка по срокам хранения из настроек",
    },
  },
  schedulesOn: {
    summary: "включить расписание",
    about: "Включает расписание: следующий запуск в ближайшее время от нынешнего момента.",
    id: "номер расписания",
    examples: { on: "снова запускается само" },
  },
  schedulesOff: {
    summary: "выключить расписание",
    about: "Выключает расписание: оно остаётся, но ничего не запускает.",
    examples: { off: "ничего не запускается, пока не включат" },
  },
  schedulesRemove: {
    summary: "удалить расписание",
    about: "Удаляет расписание. Его запуски остаются.",
    examples: { remove: "его нет, запуски остаются" },
  },
  schedulesNext: {
    summary: "ближайшие времена расписания или cron",
    about: "Показывает ближайшие времена одного расписания или пяти полей cron, прежде чем их сохранить.",
    id: "номер расписания или пять полей cron в кавычках",
    count: "столько времён",
    examples: { one: "пять ближайших времён", cron: "сначала проверить" },
  },
};
