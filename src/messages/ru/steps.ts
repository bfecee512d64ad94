import type { steps as english } from "../en/steps.ts";
import { counts, formats, genitives } from "./counts.ts";

export const steps: typeof english = {
  answers: ({ host }) => [`${host} отвечает`],
  acceptedNoLimit: ({ account }) => [`принят: аккаунт ${account}, предел запросов не сообщает`],
  accepted: ({ account, limit }) => [`принят: аккаунт ${account}, запросов в секунду не больше ${limit}`],
  firstPage: ({ clients, total }) => [
    `${counts.clients(clients)} из ${total === null ? "?" : formats.count(total)}`,
  ],
  phoneFound: ({ project }) => [`найдено в проекте ${project}`],
  phoneNotFound: ({ projects }) => [
    `телефонов нет, просмотрено ${genitives.projects(projects)}`,
    "Если в проектах этой CRM телефоны есть, возможно, у токена нет права их читать.",
  ],
  storeReady: ({ path }) => [`${path}: читается и пишется`],
  storeEmpty: ({ path }) => [`${path}: пуста, будет заполнена`],
  storeNew: ({ path }) => [`${path}: будет создана`],
};
