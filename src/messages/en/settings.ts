/** Which values each setting takes, by its key. */
export const allowed = {
  store: "sqlite:PATH or postgres://USER@HOST/DATABASE",
  ranges: "the path of a folder",
  exports:
    "flags of export in camelCase, like of: pairs, columns: [phone, client], minProjects: 2, placeholders: false",
  deliveries: "named deliveries, each a map of preset, after, file, onlyNew, evenIfPartial, to",
  "deliveries.preset": "the name of one of the exports",
  "deliveries.after": "the name of a source, or a list of such",
  "deliveries.file":
    "a file's name without a path, in which {source}, {run}, {date}, {time} and {delivery} may stand",
  "deliveries.onlyNew": "true or false",
  "deliveries.evenIfPartial": "true or false",
  "deliveries.to": "a map of kind and what goes with it",
  "to.kind": "folder, sftp, s3, email or command",
  "to.path": "the path of a folder",
  "to.mode": "three octal digits, quoted, like '0640'",
  "to.host": "a host's name or address",
  "to.port": "a whole number from 1 to 65535",
  "to.hostKey": "SHA256:..., as ssh-keygen -lf and check tell it",
  "to.user": "a text",
  "to.password": `\${VARIABLE}`,
  "to.privateKey": "a file",
  "to.passphrase": `\${VARIABLE}`,
  "to.endpoint": "an http:// or https:// URL",
  "to.bucket": "3 to 63 lower-case letters, digits, dots and dashes",
  "to.region": "a text, like eu-central-1",
  "to.prefix": "a text, like exports/",
  "to.accessKeyId": `\${VARIABLE}`,
  "to.secretAccessKey": `\${VARIABLE}`,
  "to.security": "starttls, tls or none",
  "to.ca": "a file",
  "to.from": "an e-mail address",
  "to.recipients": "an e-mail address, or a list of such",
  "to.subject": "a text, in which {source}, {run}, {date}, {time} and {delivery} may stand",
  "to.maxMegabytes": "a number from above 0 to 1000",
  "to.run": "a list: the program, then its arguments",
  "to.timeoutSeconds": "a number from above 0 to 86400",
  tokenFolder: "the path of a folder",
  backupRecipients: "a list of public keys of age (age1...)",
  tombstoneKeyFile: "the path of a file",
  secretKeyFile: "the path of a file",
  serve: "a map of port, host, tlsCert and the like",
  port: "a number from 0 to 65535; 0: any that is free",
  host: "an address of this machine; 0.0.0.0: all of them",
  tlsCert: "a file",
  tlsKey: "a file",
  trustProxy: "true or false",
  continueRuns: "true or false",
  sessionIdle: "a number from 1 to 720",
  keepExports: "a number from 1 to 720",
  requestsPerSecond: "a number from 1 to 100000",
  requireSecondFactor: "true or false",
  allowPrivateAddresses: "a list of networks, such as 10.0.0.0/8 or fd00::/8",
  schedules:
    "a list of `0 2 * * * Europe/Moscow` and the like, or of maps: `{cron, zone, kind, overlap, missed, jitter}`",
  sources: "named sources, each a map",
  log: "a map of level, format",
  connector: "datamaster",
  baseUrl: "an http:// or https:// URL without user, password, ? or #",
  auth: "a map of kind, tokenUrl, clientId and more, in the place of token",
  kind: "client-credentials or refresh-token",
  tokenUrl: "an http:// or https:// URL without user, password or #",
  clientId: "a text",
  clientSecret: `\${VARIABLE}`,
  refreshToken: `\${VARIABLE}`,
  scope: "a text, parts parted by blanks",
  audience: "a text",
  clientAuth: "basic or post",
  token: `\${VARIABLE}, whose value has no spaces`,
  region: "a two-letter country code, such as RU, KZ or US",
  otherRegions: "auto or a list of at most 8 two-letter country codes",
  rps: "auto or a number above 0",
  limits: "a list of `100/10s`, `250000/day` and the like, or of maps: `{requests, per, reserve, resetsAt}`",
  hours: "`22:00-06:00`, `Mon-Fri 20:00-08:00 Europe/Moscow` and the like, one or a list",
  concurrency: "a whole number from 1 to 1000",
  keep: "a list of label, contact",
  fullEvery: "a whole number from 1 to 1000",
  overlap: "a number of minutes from 0 to 1440",
  keepPages: "true or false",
  retention: "a map of rejectedRaw, goneNumbers",
  rejectedRaw: "a span such as 30d, 12w or 36h",
  goneNumbers: "a span such as 365d, 52w or 36h",
  skipSuppressed: "true or false",
  proxy: "an http:// or https:// URL, or none",
  ca: "a file",
  level: "trace, debug, info, warn, error, fatal, silent",
  format: "pretty or json",
  lang: "en or ru",
};

type AllowedKey = keyof typeof allowed;

/** What is wrong with the configuration; a problem a line. */
export const settings = {
  configInvalid: (p: { problems: readonly string[] }) => [
    [
      `The configuration has ${p.problems.length === 1 ? "1 problem" : `${p.problems.length} problems`}:`,
      ...p.problems.map((problem) => `  ${problem}`),
    ].join("\n"),
    "Mend every line above and try again; `datamaster config schema` tells all settings.",
  ],
  configProblem: (p: {
    path: string;
    value: string;
    from: string;
    point: string;
    problem: string;
    allowed: string;
  }) => {
    const shown = p.value === "" ? "" : ` = ${p.value}`;
    const where = p.from === "" ? "" : p.from === p.path ? p.point : ` (${p.from}${p.point})`;
    return [`${p.path}${shown}${where}: ${p.problem}${p.allowed === "" ? "" : `; allowed: ${p.allowed}`}`];
  },
  allowed: (p: { setting: AllowedKey }) => [allowed[p.setting]],
  allowedName: () => ["letters, digits, dot, dash and underscore, up to 64, a letter or digit first"],
  allowedMap: () => ["a map of settings"],
  allowedLines: () => ["lines such as `store: sqlite:PATH`"],
  aList: () => ["a list"],
  aMap: () => ["a map"],
  aText: () => ["a text"],
  nameUnusable: () => ["this name cannot be used"],
  unknownKey: (p: { meant: string }) => [`unknown key${p.meant === "" ? "" : `; did you mean ${p.meant}?`}`],
  isMissing: () => ["is missing"],
  isNotRight: () => ["is not right"],
  fileUnreadable: (p: { why: string }) => [`cannot be read (${p.why})`],
  fileMissing: () => ["there is no such file"],
  noMap: () => ["holds no map of settings"],
  yamlSyntax: (p: { why: string }) => [`YAML syntax: ${p.why}`],
  variableUnknown: (p: { meant: string }) => [
    `no setting has this variable${p.meant === "" ? "" : `; did you mean ${p.meant}?`}`,
  ],
  variableNotSet: (p: { name: string }) => [
    `the variable ${p.name} is not set, neither in the environment nor in .env`,
  ],
  variableNameless: (p: { text: string }) => [`${p.text} names no variable`],
  baseUrlForSeveral: (p: { count: number }) => [
    `the config names ${p.count} sources, and this is one address`,
  ],
  baseUrlMissing: () => ["is missing; --connector needs it"],
  dotenvOpen: () => [".env can be read by other users of this machine; run: chmod 600 .env"],
  tokenInFile: (p: { path: string; file: string }) => [
    `${p.path} is written in ${p.file}; put it into .env and write \${NAME} here instead`,
  ],
  allowedAccess: () => [`\${VARIABLE} with the API token; or auth, where tokens are to be got by themselves`],
  tokenBesideAuth: () => ["stands beside token; a source has one of them"],
  tokenNotSet: () => ["is not set, neither in the environment nor in .env; --base-url needs it"],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
