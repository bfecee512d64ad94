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
  tellLimit: "let /me tell the limit",
  faults: (p: { kinds: string }) => `share of requests to spoil, or kind=share,...: ${p.kinds}`,
  maxConsecutiveFaults: "one request fails so often in a row at most",
  dripMs: "how long the fault drip takes",
  deadProjects: "projects that never answer: a share, or ids",
  deadClients: "clients whose projects never answer: a share, or ids",
  deadStatus: (p: { statuses: string }) => `what the dead answer: ${p.statuses}`,
  tokenExpiresAfter: "the token is refused after so many requests",
};
