import type { Messages } from "../messages.ts";
import { CAUSES } from "./causes.ts";
import { counts, formats, genitives, noun } from "./counts.ts";

const { count, moment } = formats;

export const run: Messages["run"] = {
  asking: ({ host }) => `Спрашиваем ${host}, чей это токен`,
  continuing: (p) =>
    `продолжаем запуск ${p.run} (начат ${moment(p.startedAt)} UTC, готово проектов: ` +
    `${p.total === null ? count(p.done) : `${count(p.done)} из ${count(p.total)}`})`,
  stoppingLine: "останавливаем: завершаем начатые запросы; второй сигнал остановит немедленно",
  stoppedContinueWith: ({ line }) => `остановлено; продолжить: ${line}`,
  continueWith: ({ line }) => `продолжить: ${line}`,
  live: {
    title: ({ source, run: number }) => `Собираем ${source}, запуск ${number}`,
    left: ({ eta }) => `осталось ${eta}`,
    about: ({ time }) => `около ${time}`,
    perSecond: (p) => `${p.count}/с`,
    limitFound: ({ rate }) => `предел найден: около ${rate}`,
    quarantined: (p) => `в карантине ${p.count}: отложено, сбор идёт дальше`,
    stopping: "Останавливаем: завершаем начатые запросы. Ещё раз Ctrl-C: немедленно.",
    howToStop: "Ctrl-C остановит и сохранит; следующий сбор продолжит.",
  },
  labels: {
    clients: "клиенты",
    projects: "проекты",
    records: "записи",
    numbers: "номера",
    pairs: "пары",
    rejected: "без номера",
    requests: "запросы",
    retries: "повторы",
    throttled: "просьб ждать",
    errors: "ошибки",
    unverified: "не проверены",
    quarantined: "в карантине",
    time: "время",
  },
  headline: {
    of: ({ run: number, source, state }) => `Запуск ${number} (${source}) ${state}`,
    running: "идёт",
    complete: "завершён",
    partial: "завершён, кроме того, что в карантине",
    stopped: "остановлен; прочитанное сохранено",
    failed: ({ code }) => `не удался${code === "" ? "" : ` (${code})`}; прочитанное сохранено`,
    abandoned: "остался незаконченным",
    lost: "потерял свой процесс; прочитанное сохранено",
  },
  notes: {
    records: "прочитано за этот запуск",
    changed: (p) =>
      `${count(p.came)} ${noun(p.came, "новый", "новых", "новых")}, ` +
      `${count(p.gone)} ${noun(p.gone, "пропавший", "пропавших", "пропавших")}`,
    changedSoFar: (p) => `новых пока ${count(p.came)}`,
    pairs: "разных пар из проекта и номера",
    requests: ({ retries, throttled }) =>
      `${counts.retries(retries)}, ${count(throttled)} ${noun(throttled, "просьба", "просьбы", "просьб")} подождать`,
    unverified: "номера прежних запусков: их проекты прочитать не удалось",
    quarantined: "отложено; следующий запуск прочитает снова",
  },
  reasons: {
    empty: "пусто",
    "no-digits": "нет цифр",
    "too-short": "слишком короткий",
    "too-long": "слишком длинный",
    "no-country-code": "нет кода страны",
    "not-possible": "не та длина",
    "not-valid": "такого номера не бывает",
    ambiguous: "неоднозначно",
    "lost-digits": "потеряны цифры",
    email: "почта",
    link: "ссылка",
    date: "дата",
    time: "время",
    price: "цена",
    card: "карта",
    iban: "IBAN",
    document: "документ",
    order: "договор или заказ",
    "ip-address": "IP-адрес",
    coordinates: "координаты",
  },
  failures: {
    CRM_SERVER_ERROR: { one: "ошибка сервера", few: "ошибки сервера", many: "ошибок сервера" },
    CRM_CONNECTION: { one: "обрыв связи", few: "обрыва связи", many: "обрывов связи" },
    CRM_BAD_ANSWER: { one: "негодный ответ", few: "негодных ответа", many: "негодных ответов" },
    CRM_NOT_FOUND: { one: "не найден", few: "не найдены", many: "не найдено" },
    CRM_CURSOR_EXPIRED: { one: "забытое место", few: "забытых места", many: "забытых мест" },
  },
  quarantine: {
    title: "В карантине",
    phones: "проект",
    projects: "клиент",
    clients: "список клиентов",
    tries: (p) => `(${counts.tries(p.count)})`,
    cause({ code, message }) {
      const status = /\b[45]\d\d\b/.exec(message)?.[0];
      const words = CAUSES[code];
      return words === undefined ? message : `${words}${status === undefined ? "" : ` (${status})`}.`;
    },
    more: (p) => `и ещё ${p.count}`,
  },
  results: "Результаты",
  next: "Что дальше",
  nextSteps: {
    exportAll: "все номера, какие есть сейчас",
    exportNew: "только новые",
    show: "всё об этом запуске",
    pairs: "где встретился каждый номер",
    status: "последний запуск вкратце",
    database: "база данных с историей всех запусков",
  },
  details: {
    begun: ({ at }) => `начат ${moment(at)} UTC`,
    ended: ({ at }) => `окончен ${moment(at)} UTC`,
    process: ({ pid, time }) => `процесс ${pid}, последний признак жизни ${time} UTC`,
    units: { clients: "список клиентов", projects: "списки проектов", phones: "телефоны проектов" },
    read: ({ done, all }) => `прочитано ${done} из ${all}`,
    quarantined: (p) => `в карантине ${p.count}`,
    pilot: ({ parts }) => `проба: ${parts}`,
    only: (p) => `только ${counts.clients(p.count)} (${p.ids})`,
    without: (p) => `без ${genitives.clients(p.count)}`,
    atMost: (p) => `не больше ${genitives.clients(p.count)}`,
  },
  list: {
    none: "Запусков ещё не было.",
    heads: {
      run: "№",
      source: "ИСТОЧНИК",
      status: "СОСТОЯНИЕ",
      begun: "НАЧАТ (UTC)",
      took: "ДЛИЛСЯ",
      numbers: "НОМЕРА",
      came: "НОВЫЕ",
      gone: "ПРОПАЛИ",
      quarantined: "КАРАНТ.",
    },
    statuses: {
      running: "идёт",
      complete: "завершён",
      partial: "не полностью",
      stopped: "остановлен",
      failed: "не удался",
      abandoned: "брошен",
      lost: "потерян",
    },
  },
  status: {
    nothing: "Пока ничего не собрано.",
    begin: ({ line }) => `Начать: ${line}`,
    continue: ({ line }) => `Продолжить: ${line}`,
  },
};
