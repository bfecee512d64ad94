import type { runLog as english, runLogVerbs as englishVerbs } from "../en/run-log.ts";
import { counts, formats, genitives, noun } from "./counts.ts";

const UNITS: Readonly<Record<string, string>> = {
  clients: "Список клиентов",
  projects: "Проекты клиента",
  phones: "Проект",
};

interface UnitName {
  readonly kind: "clients" | "projects" | "phones";
  readonly id: string;
}

const name = ({ kind, id }: UnitName): string => `${UNITS[kind] ?? ""} ${id}`.trim();
/** Inside of a sentence. */
const inside = (unit: UnitName): string => name(unit).replace(/^./, (first) => first.toLowerCase());
const pages = (count: number): string =>
  `${formats.count(count)} ${noun(count, "страница", "страницы", "страниц")}`;
const STATUSES: Readonly<Record<string, string>> = {
  complete: "завершён",
  partial: "завершён не полностью",
  stopped: "остановлен",
  failed: "не удался",
};
const STATES: Readonly<Record<string, string>> = {
  delivered: "передано",
  held: "придержано",
  failed: "не удалось",
  already: "передано раньше",
};

export const runLog: typeof english = {
  logBegan: ({ source, who, full }) => [
    `${who} начинает сбор из ${source}: ${full ? "всё целиком" : "только изменения"}`,
  ],
  logBeganPart: ({ source, who, clients, exclude, limit }) => [
    [
      `${who} начинает сбор части ${source}`,
      ...(clients > 0 ? [`только ${counts.clients(clients)}`] : []),
      ...(exclude > 0 ? [`без ${genitives.clients(exclude)}`] : []),
      ...(limit === null ? [] : [`не больше ${genitives.clients(limit)}`]),
    ].join(", "),
  ],
  logBeganRetry: ({ source, who, run, code, kind, id }) => [
    [
      `${who} снова читает из ${source} отложенное запуском ${run}`,
      ...(code === null ? [] : [`только ошибки ${code}`]),
      ...(kind === null ? [] : [`только ${inside({ kind, id })}`]),
    ].join(", "),
  ],
  logGoesOn: ({ who, projects }) => [
    `${who} продолжает запуск; раньше прочитано: ${counts.projects(projects)}`,
  ],
  logRead: (p) => [
    p.kind === "phones"
      ? `Проект ${p.id} прочитан: ${pages(p.pages)}, ${counts.records(p.records)}, ${counts.numbers(p.numbers)}`
      : `${name(p)}: прочитано ${formats.count(p.records)}, ${pages(p.pages)}`,
  ],
  logMore: ({ read, failed }) => [
    [
      ...(read > 0 ? [`за эту секунду прочитано ещё ${formats.count(read)}`] : []),
      ...(failed > 0 ? [`ещё ${formats.count(failed)} будут прочитаны снова`] : []),
    ].join(", "),
  ],
  logTryAgain: (p) => [
    `${name(p)}: ${p.why} Неудача ${p.failures}, повтор через ${formats.duration(p.seconds)}`,
  ],
  logStopping: ({ who, atOnce }) => [`${who} останавливает запуск${atOnce ? " немедленно" : ""}`],
  logEnded: ({ status, records, numbers }) => [
    `Конец: ${STATUSES[status] ?? status}; прочитано: ${counts.records(records)}, в источнике: ${counts.numbers(numbers)}`,
  ],
  logDelivered: ({ name: delivery, state, place }) => [
    `Передача ${delivery}: ${STATES[state] ?? state} (${place})`,
  ],
  runBusy: ({ source }) => [
    `Сбор из ${source} уже идёт.`,
    "Откройте идущий запуск или сначала остановите его.",
  ],
  runHandsOn: ({ source }) => [`Предыдущий запуск ${source} ещё передаёт найденное.`],
  runNotHere: ({ run }) => [
    `Над запуском ${run} здесь никто не работает.`,
    "Он завершён, или над ним работает другой процесс.",
  ],
  runClosing: () => [
    "Служба завершает работу и ничего нового не начинает.",
    "Запустите её снова и повторите.",
  ],
  nothingToRetry: ({ run }) => [
    `Из отложенного в запуске ${run} читать больше нечего.`,
    "Всё прочитал более поздний запуск, или этого больше нет в CRM.",
  ],
};

export const runLogVerbs: typeof englishVerbs = {
  runsLog: {
    summary: "журнал одного запуска",
    about:
      "Показывает, что `serve` записал, пока шёл запуск: какие проекты и списки прочитаны, что читалось снова и почему. Номера скрыты. У запусков, сделанных командой `collect`, журнала нет.",
    run: "номер запуска",
    level: "только строки этого уровня и хуже",
    text: "только строки с этим текстом, в любом регистре",
    limit: "столько последних строк",
    none: "Строк этого запуска нет, или таких, как вы просите, нет.",
    examples: { warnings: "что шло не так", one: "что сказано об одном проекте" },
  },
};
