import type { oauth as english } from "../en/oauth.ts";
import { formats } from "./counts.ts";

const AGAIN = "запустите ту же команду снова: она продолжит.";

const MEND: Readonly<Record<string, string>> = {
  grant:
    "Токен обновления истёк, отозван или использован в другом месте: войдите в CRM заново и запишите новый токен обновления туда, " +
    "куда указывает `auth.refreshToken` источника (в .env)",
  client: "Проверьте `auth.clientId` и `auth.clientSecret` источника и знает ли ещё CRM эту программу",
  scope: "Проверьте `auth.scope` источника: CRM его не знает или не разрешает",
  address: "Проверьте `auth.tokenUrl`, `auth.kind` и остальные настройки `auth` источника",
};

export const oauth: typeof english = {
  noNewToken: ({ why }) => [`Нового токена доступа к CRM нет. ${why}`],
  noTokenAtFirst: ({ why }) => [
    why,
    `Проверьте \`auth.tokenUrl\` источника, сеть и работает ли CRM; потом ${AGAIN}`,
  ],
  tokenLate: ({ host, seconds }) => [`${host} не ответил за ${seconds} с.`],
  tokenStatus: ({ host, status }) => [`${host} ответил кодом ${status}.`],
  tokenThrottled: ({ host }) => [`${host} попросил подождать (429).`],
  tokenNone: ({ host }) => [`${host} ответил, но токена доступа не дал.`],
  tokenDenied: ({ host, error, about, mend }) => [
    `${host} не даёт токен доступа: ${error}${about === "" ? "" : ` (${about})`}.`,
    `${MEND[mend] ?? MEND.address}. Потом ${AGAIN}`,
  ],
  freshTokenRefused: ({ host }) => [
    `CRM не приняла (401) токен доступа, который ${host} только что выдал.`,
    `Проверьте, что \`auth.tokenUrl\`, \`auth.scope\` и \`auth.audience\` относятся к API этой CRM. Потом ${AGAIN}`,
  ],
  tokensBusy: () => ["Нового токена доступа к CRM нет. Его получает другой процесс."],
  tokensUnsaved: () => [
    "Новый токен обновления не удалось сохранить, а без этого он не используется: возможно, диск полон.",
  ],
  tokensUnusable: ({ folder, why }) => [
    `Хранить токены обновления в ${folder} нельзя: ${why}.`,
    `Разрешите туда писать или назовите другую папку в настройке \`tokenFolder\`. Потом ${AGAIN}`,
  ],
  tokensDamaged: ({ file }) => [
    `${file}, где хранится токен обновления, обрезан или изменён.`,
    "Удалите его, войдите в CRM заново и запишите новый токен обновления туда, куда указывает `auth.refreshToken` источника (в .env).",
  ],
  tokenGot: ({ host, seconds }) => [
    `токен доступа от ${host} годен ${formats.duration(seconds)} и обновляется сам`,
  ],
  tokenGotUntold: ({ host }) => [
    `токен доступа от ${host}; на сколько он, не сказано, обновится после отказа`,
  ],
  tokenFileNone: ({ source }) => [
    `${source}: токен обновления ещё не сохранён, первый запуск начнёт с того, что в .env`,
  ],
  tokenFileGood: ({ source, file }) => [`${source}: ${file}`],
};
