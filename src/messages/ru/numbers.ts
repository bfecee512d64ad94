import type { Messages } from "../messages.ts";
import { formats } from "./counts.ts";

/** Что говорит `numbers`. */
export const numbers: Messages["numbers"] = {
  ask: "Номер: ",
  nowhere: "Ни у одного источника его нет и не было.",
  labels: {
    flags: "похож на выдуманный",
    suppressed: "не звонить",
    firstSeen: "впервые",
    lastSeen: "в последний раз",
  },
  suppressed: ({ since, who, reason }) =>
    `с ${formats.moment(since)} UTC, внёс ${who}${reason === null ? "" : `: ${reason}`}`,
  heads: {
    source: "ИСТОЧНИК",
    client: "КЛИЕНТ",
    id: "ID",
    project: "ПРОЕКТ",
    came: "С ЗАПУСКА",
    lastSeen: "ПОСЛЕДНИЙ РАЗ (UTC)",
    state: "СЕЙЧАС",
    label: "МЕТКА",
    contact: "КОНТАКТ",
    number: "НОМЕР",
    region: "СТРАНА",
    type: "ТИП",
    operator: "ОПЕРАТОР",
    places: "ПРОЕКТОВ",
    marks: "ПОМЕТКИ",
  },
  marks: { suppressed: "не звонить", gone: "пропал", new: "новый" },
  counted: ({ count, shown }) =>
    count === shown
      ? `Номеров: ${formats.count(count)}`
      : `Номеров: ${formats.count(count)}, показано: ${formats.count(shown)}`,
  states: {
    held: "есть",
    unverified: "не проверен",
    gone: ({ run }) => `пропал в запуске ${run}`,
  },
};

export const numberFaults: Pick<Messages["told"], "noNumberGiven" | "revealsSpent" | "otherLastDigits"> = {
  noNumberGiven: () => [
    "Номер не указан.",
    "Назовите его, например +79161234567, или передайте через stdin.",
  ],
  revealsSpent: (p) => [
    `За 24 часа можно открыть ${p.most} номеров, осталось: ${p.left}.`,
    "Подождите или попросите администратора о выгрузке того, что нужно.",
  ],
  otherLastDigits: () => [
    "Это не последние четыре цифры номера.",
    "Введите их так, как сообщил человек, попросивший стереть номер.",
  ],
};

/** What `numbers list` says of itself. */
export const numbersList: Messages["verbs"]["numbersList"] = {
  summary: "номера по стране, клиенту, давности и другому, со скрытыми цифрами",
  about:
    "Показывает номера, которые подходят под все фильтры, и сколько их всего. Цифры скрыты: целиком номера даёт export " +
    "и отмечает это в журнале.",
  gone: "номера, которые были в источниках и пропали",
  newSince: "номера, которых не было после этого запуска",
  suppressed: "номера, по которым нельзя звонить",
  sort: "по чему сортировать: по номеру, по первому или последнему появлению, по числу проектов",
  ascending: "сначала меньшие или старые",
  limit: "сколько показать",
  examples: {
    new: "новые российские номера после запуска 46",
    several: "номера из нескольких проектов",
    json: "что пропало, для программ",
  },
};
