import type { simTroubles as english } from "../en/sim.ts";
import type { Messages } from "../messages.ts";
import { counts } from "./counts.ts";

export const sim: Messages["sim"] = {
  summary: "запустить встроенную CRM",
  about:
    "Запускает встроенную CRM: клиенты, проекты и записи с телефонами выдуманной компании, со сбоями по заказу.",
  more:
    "С --json печатает {url, token, clients, projects, records}, как только готова отвечать. Всё её поведение " +
    "можно менять на ходу запросом POST на /__control/config: смотрите docs/sim.md.",
  classesByDefault: ({ names }) => `Обычные виды полей: ${names}.`,
  otherClasses: ({ names }) => `Остальные: ${names}.`,
  listening: (p) =>
    `Встроенная CRM отвечает на ${p.url} ` +
    `(${counts.clients(p.clients)}, ${counts.projects(p.projects)}, ${counts.records(p.records)}), токен ${p.token}`,
  examples: {
    whole: "2411 клиентов, около 1 000 000 записей, порт 4010",
    small: "небольшая на свободном порту, сведения в JSON",
    truth: "и записать, что должен найти сборщик",
    limit: "50 запросов в любую секунду, 5% испорчены",
    faults: "выбранные сбои",
    dead: "1% проектов не отвечает никогда",
  },
  host: "на каком адресе отвечать",
  port: "на каком порту отвечать; 0 значит любой свободный",
  token: "какой токен спрашивать",
  account: "как назвать аккаунт в /me",
  tls: "отвечать по HTTPS с сертификатом, который плох вот чем",
  untilStdinEnds: "остановиться и тогда, когда кончится stdin, например умер родительский процесс",
  seed: "одно и то же число даёт одни и те же данные",
  clients: "сколько клиентов (по умолчанию 2411)",
  projects: "сколько проектов (по умолчанию 1,66 на клиента)",
  records: "сколько примерно записей (по умолчанию около 250 на проект)",
  maxRecords: "ни в одном проекте не больше записей",
  classes: "виды грязных полей: default, all или имена",
  region: "страна клиентов, у которых она не указана",
  truth: "записать в JSON, что должен найти сборщик",
  latency: "сколько миллисекунд ждать перед ответом",
  jitter: "до стольких миллисекунд сверху, случайно",
  rateLimit: "сколько запросов разрешено за одно окно",
  rateWindow: "длина окна",
  rateKind: "как считается предел",
  rateBurst: "сколько помещается в полное ведро (bucket)",
  retryAfter: "как ответ 429 говорит, когда повторить",
  noRateHeaders: "без заголовков X-RateLimit",
  rateHeaderForm: "как о нём говорят эти заголовки; `zero`, `stuck`, `past` и `far` лгут",
  tellLimit: "сообщать предел в /me",
  quota: "сколько запросов разрешено за день",
  quotaStatus: "как отказывают сверх квоты: 403, 429 или 503",
  faults: ({ kinds }) => `какую долю запросов портить, или вид=доля,...: ${kinds}`,
  maxConsecutiveFaults: "сколько раз подряд может не удаться один запрос",
  dripMs: "сколько длится сбой drip",
  deadProjects: "проекты, которые не отвечают никогда: доля или номера",
  deadClients: "клиенты, чьи проекты не отвечают никогда: доля или номера",
  deadStatus: ({ statuses }) => `что отвечают мёртвые: ${statuses}`,
  tokenExpiresAfter: "после стольких запросов токен больше не принимается",
  phoneTotals: "страницы телефонов говорят, сколько записей в их проекте",
  oauth: ({ path, id, secret, refreshToken }) =>
    `давать токены доступа по адресу ${path} (OAuth2) клиенту ${id} с секретом ${secret} или за токен обновления ${refreshToken}; другие не принимаются`,
  tokenTtl: "сколько живут эти токены (по умолчанию 3600); вместе с --oauth",
  holdPhones: "отдать столько страниц телефонов; остальные ждут, пока не разрешит управление",
};

export const simTroubles: typeof english = {
  simPortTaken: ({ host, port }) => [
    `Порт ${port} на ${host} занят: там отвечает другая программа.`,
    "Выберите другой: --port ЧИСЛО, или --port 0, любой свободный.",
  ],
  simPortDenied: ({ host, port }) => [
    `Этому пользователю нельзя занимать порт ${port} на ${host}.`,
    "Выберите порт больше 1023 или --port 0, любой свободный.",
  ],
  simNoSuchHost: ({ host }) => [
    `У этой машины нет адреса ${host}.`,
    "Уберите --host, чтобы отвечать только на этой машине, или укажите 0.0.0.0, все её адреса.",
  ],
  simCannotListen: ({ host, port, why }) => [
    `Встроенная CRM не может занять ${host}:${port}: ${why}.`,
    "Проверьте --host и --port; --port 0 берёт любой свободный.",
  ],
  simNoClass: () => ["Не выбран ни один вид полей.", "Уберите --classes или укажите default или all."],
  simUnknownClass: ({ name, known }) => [
    `Вида полей «${name}» нет.`,
    `Можно default, all или любые из: ${known}.`,
  ],
  simNoSuchPort: ({ port }) => [
    `Порта ${port} не бывает.`,
    "Порты идут от 1 до 65535; --port 0 берёт любой свободный.",
  ],
  simAtMost: ({ path, value }) => [`${path} — не больше ${value}`],
  simAtLeast: ({ path, value }) => [`${path} — не меньше ${value}`],
  simMoreThan: ({ path, value }) => [`${path} — больше ${value}`],
  simUnknown: ({ path, value }) => [`${path} не знает ${value}`],
  simOther: ({ path, value }) => [`${path}: ${value}`],
  simConfigWrong: ({ problems }) => [
    `Встроенная CRM так вести себя не может: ${problems.join("; ")}.`,
    "Что можно, скажут `datamaster sim --help` и docs/sim.md.",
  ],
};
