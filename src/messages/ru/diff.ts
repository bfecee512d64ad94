import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count, moment } = formats;

/** Что говорит `runs diff`. */
export const diff: Messages["diff"] = {
  title: ({ source, from, to }) => `${source}: что изменилось от запуска ${from} к запуску ${to}`,
  version: ({ run, startedAt, numbers }) =>
    `запуск ${run}  ${moment(startedAt)} UTC  ${counts.numbers(numbers)}`,
  partial: "есть отложенное",
  labels: {
    new: "новые",
    gone: "пропали",
    moved: "перешли",
    came: "пар появилось",
    went: "пар ушло",
    unverified: "не проверены",
  },
  notes: {
    new: "номера, которых в прежнем запуске не было",
    gone: "номера, которых в новом запуске больше нет",
    moved: "номера, которые ушли из одного проекта и есть в другом",
    pairs: "разные проект и номер",
    unverified: ({ run }) =>
      `номера, которых запуск ${run} не смог увидеть: они остались как были и не считаются ни новыми, ни пропавшими`,
  },
  nothing: "Ничего не изменилось.",
  clients: ({ shown, all }) => part("Клиенты, где изменилось больше всего", shown, all),
  regions: ({ shown, all }) => part("Регионы", shown, all),
  rows: ({ shown, all }) => part("Изменившиеся пары", shown, all),
  heads: {
    client: "КЛИЕНТ",
    id: "ID",
    region: "РЕГИОН",
    new: "НОВЫЕ",
    gone: "ПРОПАЛИ",
    moved: "ПЕРЕШЛИ",
    came: "ПАР ПОЯВИЛОСЬ",
    went: "УШЛО",
    number: "НОМЕР",
    change: "ЧТО С НИМ",
    pair: "ПАРА",
    project: "ПРОЕКТ",
    run: "ЗАПУСК",
  },
  changes: { new: "новый", gone: "пропал", moved: "перешёл", kept: "остался" },
  pairs: { came: "появилась", went: "ушла" },
  all: ({ line }) => `Всё целиком, в файл: ${line}`,
};

function part(title: string, shown: number, all: number): string {
  return shown === all ? `${title}:` : `${title} (${count(shown)} из ${count(all)}):`;
}

const STATUSES: Readonly<Record<string, string>> = {
  running: "ещё идёт",
  stopped: "остановлен",
  failed: "сорвался",
  abandoned: "брошен",
};

export const diffFaults: Pick<
  Messages["told"],
  | "diffSame"
  | "diffSources"
  | "diffOtherSource"
  | "diffUnfinished"
  | "noSuchClient"
  | "diffNoRuns"
  | "diffOneRun"
  | "diffWhichSource"
  | "diffNothingBefore"
  | "diffNothingSince"
  | "diffSinceAndRuns"
> = {
  diffSame: ({ run }) => [
    `Запуск ${run} сам от себя не отличается.`,
    "Назовите два запуска: `datamaster runs list`.",
  ],
  diffSources: ({ run, source, other, otherSource }) => [
    `Запуск ${run} — источника ${source}, а ${other} — источника ${otherSource}: сравнить можно запуски одного источника.`,
    `Смотрите \`datamaster runs list --source ${source}\`.`,
  ],
  diffOtherSource: ({ run, source, asked }) => [
    `Запуск ${run} — источника ${source}, а не ${asked}.`,
    `Смотрите \`datamaster runs list --source ${asked}\`.`,
  ],
  noSuchClient: ({ source, client }) => [
    `У источника ${source} нет клиента ${client}, о котором это известно.`,
  ],
  diffUnfinished: ({ run, status }) => [
    `Запуск ${run} ${STATUSES[status] ?? status}: сравнить можно только законченные.`,
    "Какие закончены, показывает `datamaster runs list`.",
  ],
  diffNoRuns: ({ source }) => [
    `Законченных запусков${source === "" ? "" : ` ${source}`} ещё нет.`,
    "Первый сделает `datamaster collect`; все — в `datamaster runs list`.",
  ],
  diffOneRun: ({ run }) => [
    `Закончен только запуск ${run}: сравнить его не с чем.`,
    "После следующего `datamaster collect` будет с чем.",
  ],
  diffWhichSource: ({ sources }) => [
    `Запуски есть у нескольких источников: ${sources}.`,
    "Назовите один через --source или два запуска.",
  ],
  diffNothingBefore: ({ since, oldest }) => [
    `До ${moment(since)} UTC не начат ни один из законченных запусков; самый старый — ${moment(oldest)} UTC.`,
    "Укажите --since позже или два запуска: `datamaster runs list`.",
  ],
  diffNothingSince: ({ since, run }) => [
    `С ${moment(since)} UTC не начат ни один из законченных запусков; последний — ${run}.`,
    "Укажите --since раньше или сначала соберите данные.",
  ],
  diffSinceAndRuns: () => ["--since и запуски вместе не нужны.", "Укажите что-то одно."],
};
