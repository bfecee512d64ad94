import type { insight as english, insightVerbs as englishVerbs } from "../en/insight.ts";
import { counts, formats } from "./counts.ts";

export const insight: typeof english = {
  nothing: "Пока ничего не собрано.",
  heads: {
    reason: "ПРИЧИНА",
    records: "ЗАПИСИ",
    share: "ДОЛЯ",
    change: "ИЗМЕНЕНИЕ",
    clients: "КЛИЕНТЫ",
    example: "ПРИМЕР",
    client: "КЛИЕНТ",
    rejected: "БЕЗ НОМЕРА",
    region: "СТРАНА",
    type: "ТИП",
    operator: "ОПЕРАТОР",
    numbers: "НОМЕРА",
  },
  unknown: "неизвестно",
  rejected: (p) =>
    `Без номера: записей ${formats.count(p.rejected)} из ${formats.count(p.records)} (${p.share}).`,
  numbers: (p) => `${counts.numbers(p.numbers)}, мест: ${formats.count(p.pairs)}.`,
  overlap: (p) => `У двух и более клиентов: ${p.clients}, в двух и более проектах: ${p.projects}.`,
  flagged: (p) => `Похожи на выдуманные: ${formats.count(p.flagged)}.`,
};

export const insightVerbs: typeof englishVerbs = {
  quality: {
    summary: "что в CRM не даёт номера и почему",
    about:
      "Показывает, сколько записей не дают номера, по каким причинам, как это изменилось с прошлого запуска и чьи они: чтобы исправить " +
      "их в CRM. Цифры в примерах скрыты; тексты даёт `export --of rejected`.",
    source: "только этот источник",
    examples: { all: "по всем источникам", json: "для программ, с тем, что исправлено" },
  },
  stats: {
    summary: "номера по странам, типам, операторам и клиентам",
    about:
      "Считает то, что есть после последнего законченного запуска: по странам, типам, операторам и клиентам, и сколько общего у клиентов " +
      "и проектов. Подсчёт занимает несколько секунд на миллион номеров, один раз после запуска.",
    examples: {
      all: "по всем источникам вместе",
      json: "для программ, с общими номерами крупнейших клиентов",
    },
  },
};
