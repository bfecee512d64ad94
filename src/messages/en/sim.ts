import { counts } from "./counts.ts";

/** Help and words of the verb `sim`. */
export const sim = {
  summary: "run the bundled CRM",
  about:
    "Runs the bundled CRM: a made-up company's clients, projects and phone records, with faults on demand.",
  more:
    "With --json it prints {url, token, clients, projects, records} as soon as it listens. Everything about its " +
    "behaviour can be changed while it runs, by POST to /__control/config: see docs/sim.md.",
  classesByDefault: (p: { names: string }) => `Classes by default: ${p.names}.`,
  otherClasses: (p: { names: string }) => `Others: ${p.names}.`,
  listening: (p: { url: string; clients: number; projects: number; records: number; token: string }) =>
    `CRM simulator listening on ${p.url} ` +
    `(${counts.clients(p.clients)}, ${counts.projects(p.projects)}, ${counts.records(p.records)}), token ${p.token}`,
  examples: {
    whole: "2,411 clients, about 1,000,000 records, on port 4010",
    small: "a small one on a free port, told as JSON",
    truth: "also writes what a collector should find",
    limit: "50 requests in any second, 5% of them spoiled",
    faults: "chosen faults",
    dead: "1% of the projects never answer",
  },
  host: "address to listen on",
  port: "port to listen on; 0 takes any free one",
  token: "the bearer token it asks for",
  account: "what /me calls the account",
  tls: "serve HTTPS with a certificate that is wrong in this way",
  untilStdinEnds: "stop also when standard input ends, as it does when the parent process dies",
  seed: "the same seed gives the same data",
  clients: "how many clients (default: 2411)",
  projects: "how many projects (default: 1.66 for each client)",
  records: "about how many phone records (default: about 250 a project)",
  maxRecords: "no project has more records than this",
  classes: "classes of dirty phone fields: default, all, or names",
  region: "region of clients without a country",
  truth: "write what a collector should find, as JSON",
  latency: "milliseconds before each answer",
  jitter: "up to so many milliseconds more, at random",
  rateLimit: "requests allowed in one window",
  rateWindow: "length of the window",
  rateKind: "how the limit counts",
  rateBurst: "what a bucket holds when it is full",
  retryAfter: "how a 429 says when",
  noRateHeaders: "leave out the X-RateLimit headers",
  rateHeaderForm: "how those headers tell it; zero, stuck, past and far lie",
  tellLimit: "let /me tell the limit",
  quota: "requests allowed in one day",
  quotaStatus: "how requests beyond the quota are refused: 403, 429 or 503",
  faults: (p: { kinds: string }) => `share of requests to spoil, or kind=share,...: ${p.kinds}`,
  maxConsecutiveFaults: "one request fails so often in a row at most",
  dripMs: "how long the fault drip takes",
  deadProjects: "projects that never answer: a share, or ids",
  deadClients: "clients whose projects never answer: a share, or ids",
  deadStatus: (p: { statuses: string }) => `what the dead answer: ${p.statuses}`,
  tokenExpiresAfter: "the token is refused after so many requests",
  phoneTotals: "pages of phones tell how many records their project has",
  oauth: (p: { path: string; id: string; secret: string; refreshToken: string }) =>
    `give access tokens at ${p.path} (OAuth2), to client ${p.id} with secret ${p.secret} or refresh token ${p.refreshToken}; no other token is right`,
  tokenTtl: "how long those access tokens live (default: 3600); with --oauth",
  holdPhones: "answer so many pages of phones; the others wait until the control says otherwise",
};

/** What keeps the verb `sim` from starting. */
export const simTroubles = {
  simPortTaken: (p: { host: string; port: number }) => [
    `Port ${p.port} of ${p.host} is taken: another program listens there.`,
    "Choose another one with --port, or --port 0 for any free one.",
  ],
  simPortDenied: (p: { host: string; port: number }) => [
    `This user may not listen on port ${p.port} of ${p.host}.`,
    "Choose a port above 1023, or --port 0 for any free one.",
  ],
  simNoSuchHost: (p: { host: string }) => [
    `This machine has no address ${p.host}.`,
    "Leave --host out to listen on this machine alone, or give 0.0.0.0 for all its addresses.",
  ],
  simCannotListen: (p: { host: string; port: number; why: string }) => [
    `The simulator cannot listen on ${p.host}:${p.port}: ${p.why}.`,
    "Look at --host and --port; --port 0 takes any free one.",
  ],
  simNoClass: () => ["No class of phone fields was chosen.", "Leave --classes out, or give default or all."],
  simUnknownClass: (p: { name: string; known: string }) => [
    `There is no class of phone fields named "${p.name}".`,
    `Use default, all or any of: ${p.known}.`,
  ],
  simNoSuchPort: (p: { port: number }) => [
    `There is no port ${p.port}.`,
    "Ports go from 1 to 65535; --port 0 takes any free one.",
  ],
  simAtMost: (p: { path: string; value: string }) => [`${p.path} may be ${p.value} at most`],
  simAtLeast: (p: { path: string; value: string }) => [`${p.path} must be ${p.value} at least`],
  simMoreThan: (p: { path: string; value: string }) => [`${p.path} must be more than ${p.value}`],
  simUnknown: (p: { path: string; value: string }) => [`${p.path} knows no ${p.value}`],
  simOther: (p: { path: string; value: string }) => [`${p.path}: ${p.value}`],
  simConfigWrong: (p: { problems: readonly string[] }) => [
    `What the simulator is to do is not right: ${p.problems.join("; ")}.`,
    "`datamaster sim --help` and docs/sim.md tell what is allowed.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
