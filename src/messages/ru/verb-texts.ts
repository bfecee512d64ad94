import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count, decimal } = formats;

const about = (estimated: boolean): string => (estimated ? "примерно " : "");

const plan: Messages["plan"] = {
  title: ({ source, estimated, time }) =>
    `Сбор ${source} займёт ${time === null ? "меньше секунды" : `${about(estimated)}${time}`}:`,
  labels: { reads: "читаем", requests: "запросы", quota: "квота", waits: "ожидание" },
  reads: (p) => `${counts.clients(p.clients)}, ${about(p.estimated)}${counts.projects(p.projects)}`,
  readsChanges: (p) =>
    `изменившееся: ${counts.clients(p.clients)}, ${about(p.estimated)}${counts.projects(p.projects)}`,
  requests: (p) => `${about(p.estimated)}${count(p.requests)}`,
  noLimit: "предел неизвестен",
  limit: ({ rate }) => `не больше ${count(rate)} в секунду`,
  quota: ({ percent }) => `${percent < 0.1 ? "меньше 0,1" : decimal(percent)}% от разрешённого на день`,
  waits: ({ time }) => `${time} из-за квот и часов: с --wait само, иначе каждый раз остановка`,
  estimate: "Оценка по части клиентов; на длинные списки телефонов уйдёт больше запросов.",
};

const check: Messages["check"] = {
  ok: "да",
  failed: "НЕТ",
  flagsAndEnvironment: "параметры и окружение",
  steps: {
    config: "настройки",
    "sign-in": "вход",
    reachability: "доступность",
    token: "токен",
    "first page": "первая страница",
    "phone field": "поле телефона",
    store: "база",
    delivery: "доставка",
  },
};

const configShow: Messages["configShow"] = {
  file: ({ file }) => `Файл: ${file}`,
  none: "нет",
  heads: { setting: "НАСТРОЙКА", value: "ЗНАЧЕНИЕ", from: "ОТКУДА" },
  origins: {
    flag: "параметр",
    environment: "окружение",
    ".env": ".env",
    file: "файл",
    default: "по умолчанию",
  },
};

const exporting: Messages["exporting"] = {
  writing: ({ file, rows }) => `Пишем ${file}: ${counts.rows(rows)}`,
  written: ({ file, rows }) => `Записано в ${file}: ${counts.rows(rows)}`,
  writtenParts: ({ files, rows }) =>
    files.length === 0
      ? "Записывать нечего."
      : `Записано ${counts.rows(rows)}, ${counts.files(files.length)}: ${files[0]}${files.length > 1 ? ` … ${files.at(-1)}` : ""}`,
  otherParts: ({ count, names }) =>
    `Рядом лежат и не от этой выгрузки: ${counts.files(count)}, ${names}. Удалите, что осталось от прежней.`,
  leftOut: ({ rows }) =>
    `Пропущено: ${counts.rows(rows)} с номерами, на которые нельзя звонить (--include-suppressed запишет и их)`,
  included: ({ rows }) =>
    `Записаны и номера, на которые нельзя звонить: ${counts.rows(rows)}; это отмечено в журнале аудита`,
};

const demo: Messages["demo"] = {
  starting: "Запускаем встроенную CRM",
  serves: (p) =>
    `Встроенная CRM: ${counts.clients(p.clients)}, ${counts.projects(p.projects)}, ${counts.records(p.records)}\n` +
    `  адрес ${p.url}, процесс ${p.pid}`,
  writing: ({ file }) => `Пишем ${file}`,
  dashboard: "Демо-CRM работает, пока вы смотрите: «Начать сбор» пройдёт её ещё раз.",
};

const report: Messages["report"] = {
  error: "ошибка:",
};

/** What single verbs say besides their help. */
export const verbTexts = { plan, check, configShow, exporting, demo, report };
