import type { settings as english } from "../en/settings.ts";
import type { Messages } from "../messages.ts";
import { noun } from "./counts.ts";

export const allowed: Messages["allowed"] = {
  store: "sqlite:ПУТЬ или postgres://ПОЛЬЗОВАТЕЛЬ@УЗЕЛ/БАЗА",
  ranges: "путь к папке",
  exports:
    "параметры export в camelCase, например `of: pairs`, `columns: [phone, client]`, `minProjects: 2`, `placeholders: false`",
  tokenFolder: "путь к папке",
  backupRecipients: "список открытых ключей age (age1...)",
  tombstoneKeyFile: "путь к файлу",
  sources: "источники с именами, у каждого свои настройки",
  log: "настройки level и format",
  connector: "datamaster",
  baseUrl: "адрес http:// или https:// без имени, пароля, ? и #",
  auth: "набор из kind, tokenUrl, clientId и других, вместо token",
  kind: "client-credentials или refresh-token",
  tokenUrl: "адрес http:// или https:// без имени, пароля и #",
  clientId: "текст",
  clientSecret: `\${ПЕРЕМЕННАЯ}`,
  refreshToken: `\${ПЕРЕМЕННАЯ}`,
  scope: "текст, части через пробел",
  audience: "текст",
  clientAuth: "basic или post",
  token: `\${ПЕРЕМЕННАЯ}, в значении которой нет пробелов`,
  region: "двухбуквенный код страны, например RU, KZ или US",
  otherRegions: "auto или список не больше 8 двухбуквенных кодов стран",
  rps: "auto или число больше 0",
  limits: "список из `100/10s`, `250000/day` и подобных либо из `{requests, per, reserve, resetsAt}`",
  hours: "`22:00-06:00`, `Mon-Fri 20:00-08:00 Europe/Moscow` и подобные, одни или список",
  concurrency: "целое число от 1 до 1000",
  keep: "список из label, contact",
  fullEvery: "целое число от 1 до 1000",
  overlap: "число минут от 0 до 1440",
  keepPages: "true или false",
  retention: "набор из rejectedRaw и goneNumbers",
  rejectedRaw: "срок, например 30d, 12w или 36h",
  goneNumbers: "срок, например 365d, 52w или 36h",
  skipSuppressed: "true или false",
  proxy: "адрес с http:// или https:// либо none",
  ca: "файл",
  level: "trace, debug, info, warn, error, fatal, silent",
  format: "pretty или json",
  lang: "en или ru",
};

const meantOf = (meant: string): string => (meant === "" ? "" : `; возможно, ${meant}?`);

export const settings: typeof english = {
  configInvalid: ({ problems }) => [
    [
      `В настройках ${problems.length} ${noun(problems.length, "ошибка", "ошибки", "ошибок")}:`,
      ...problems.map((problem) => `  ${problem}`),
    ].join("\n"),
    "Исправьте каждую строку и попробуйте снова; `datamaster config schema` показывает все настройки.",
  ],
  configProblem(p) {
    const shown = p.value === "" ? "" : ` = ${p.value}`;
    const from = p.from === "environment" ? "окружение" : p.from;
    const where = p.from === "" ? "" : p.from === p.path ? p.point : ` (${from}${p.point})`;
    return [`${p.path}${shown}${where}: ${p.problem}${p.allowed === "" ? "" : `; нужно: ${p.allowed}`}`];
  },
  allowed: ({ setting }) => [allowed[setting]],
  allowedName: () => ["до 64 латинских букв, цифр, точек, дефисов и подчёркиваний, первой буква или цифра"],
  allowedMap: () => ["набор настроек"],
  allowedLines: () => ["строки вида `store: sqlite:ПУТЬ`"],
  aList: () => ["список"],
  aMap: () => ["набор настроек"],
  aText: () => ["текст"],
  nameUnusable: () => ["такое имя не подходит"],
  unknownKey: ({ meant }) => [`нет такой настройки${meantOf(meant)}`],
  isMissing: () => ["не указано"],
  isNotRight: () => ["значение не подходит"],
  fileUnreadable: ({ why }) => [`не читается (${why})`],
  fileMissing: () => ["нет такого файла"],
  noMap: () => ["внутри нет набора настроек"],
  yamlSyntax: ({ why }) => [`ошибка в записи YAML: ${why}`],
  variableUnknown: ({ meant }) => [`такой переменной нет ни у одной настройки${meantOf(meant)}`],
  variableNotSet: ({ name }) => [`переменная ${name} не задана ни в окружении, ни в .env`],
  variableNameless: ({ text }) => [`${text} не называет переменную`],
  baseUrlForSeveral: (p) => [`в настройках источников: ${p.count}, а адрес один`],
  baseUrlMissing: () => ["не указано; нужно вместе с --connector"],
  dotenvOpen: () => [".env могут читать другие пользователи этой машины; выполните: chmod 600 .env"],
  tokenInFile: ({ path, file }) => [
    `значение ${path} записано в ${file}; перенесите его в .env, а здесь напишите \${ИМЯ}`,
  ],
  allowedAccess: () => [`\${ПЕРЕМЕННАЯ} с токеном API; или \`auth\`, если токены нужно получать самим`],
  tokenBesideAuth: () => ["стоит рядом с `token`, а у источника бывает только одно из двух"],
  tokenNotSet: () => ["не задана ни в окружении, ни в .env; нужна вместе с --base-url"],
};
