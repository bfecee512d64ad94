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
  },
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
