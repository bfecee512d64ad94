import { formats } from "./counts.ts";

const { moment } = formats;

/** What goes wrong in the service, and what it says of itself. */
export const service = {
  httpSignIn: () => [
    "Sign in first.",
    "Your session may have ended. With an API token: Authorization: Bearer dmp_...",
  ],
  httpPlain: () => [
    "This connection is not encrypted, and others on the way could read what you send.",
    "Open the service over https: start it with --tls-cert and --tls-key, or behind a proxy that does TLS with --trust-proxy. On the machine itself http://127.0.0.1 works.",
  ],
  httpForeign: () => [
    "This request did not come from this service's own pages.",
    "Behind a proxy that changes the address, start the service with --trust-proxy.",
  ],
  httpForged: () => [
    "The request lacks the token of its session.",
    "Load the page again. Programs send the header x-datamaster-csrf, or use an API token.",
  ],
  httpSecondFactor: () => ["Your role needs a second factor.", "Set it up in your account first."],
  httpDenied: (p: { may: string }) => [
    "Your role does not allow this.",
    `An admin can grant it; what is needed is called ${p.may}.`,
  ],
  httpNothing: () => ["There is nothing at this address.", "The addresses of the API are listed at /docs."],
  httpMethod: (p: { method: string; allowed: string }) => [
    `This address does not take ${p.method}.`,
    `It takes ${p.allowed}.`,
  ],
  httpInput: (p: { fields: string }) => [
    `What was sent is not what is taken here: ${p.fields}.`,
    "Correct it and send it again.",
  ],
  httpNoJson: () => ["What was sent is no JSON.", "Correct it and send it again."],
  httpTooLarge: () => ["More was sent than is taken at once."],
  httpType: (p: { types: string }) => [`What was sent has another form than is taken here (${p.types}).`],
  httpKeyReused: () => [
    "This Idempotency-Key was used for another request.",
    "Take a new key for each new request.",
  ],
  httpKeyBusy: () => [
    "The request with this Idempotency-Key is still being answered.",
    "Ask again in a moment.",
  ],
  httpKeyWrong: () => ["An Idempotency-Key has 8 to 200 letters, digits, - or _."],
  httpManyStreams: (p: { most: number }) => [
    `You have ${p.most} pages open that follow what goes on; more are not served.`,
    "Close some of them.",
  ],
  httpFlood: () => [
    "You send more requests than are served for one person.",
    "Wait a moment; what was sent too often was not done. `serve.requestsPerSecond` sets the bound.",
  ],
  httpInternal: (p: { request: string }) => [
    "Something went wrong inside the service.",
    `The log tells more under the request ${p.request}.`,
  ],
  httpBadRequest: () => ["The request cannot be understood."],
  serveRuns: (p: { store: string }) => [
    `Another process serves ${p.store}.`,
    "Use the one that runs, or end it first. Two services need two databases.",
  ],
  serveTlsHalf: () => [
    "A certificate and its key belong together.",
    "Give both --tls-cert and --tls-key, or none of them.",
  ],
  servePortTaken: (p: { host: string; port: number }) => [
    `Port ${p.port} of ${p.host} is taken by another program.`,
    "Choose another one with --port.",
  ],
  serveNoListen: (p: { host: string; port: number; why: string }) => [
    `The service cannot listen on ${p.host}, port ${p.port}: ${p.why}.`,
    "Ports below 1024 need a right of their own; the host must be an address of this machine.",
  ],
  serveTlsUnusable: (p: { cert: string; key: string; why: string }) => [
    `The certificate ${p.cert} cannot be used with the key ${p.key}: ${p.why}.`,
    "Both are files in PEM; the certificate comes first, then those that signed it.",
  ],
  settingFixed: (p: { name: string }) => [
    `The config file or a variable sets this (${p.name}): it is not changed here.`,
    "Take it out of there and start the service again, then it can be set here.",
  ],
  closing: () => ["The service is ending.", "Runs are saved. Try again in a moment."],
  healthNoSchedule: () => ["Nothing begins by itself: no schedule is on."],
  healthLate: (p: { source: string; since: string; count: number }) => [
    `${p.count === 1 ? "A schedule is" : `${p.count} schedules are`} late: ${p.source} was due at ${moment(p.since)} UTC.`,
    "Look at Schedules; where a run goes on, the next one waits for its end.",
  ],
  healthTurnFailed: (p: { source: string; at: string; code: string }) => [
    `What was due at ${moment(p.at)} UTC could not begin: ${p.source} (${p.code}).`,
    "Look at Schedules and at the source's access.",
  ],
  healthScheduleNew: (p: { count: number; next: string }) => [
    `${p.count} on; the next time is ${moment(p.next)} UTC.`,
  ],
  healthSchedule: (p: { count: number; next: string; last: string }) => [
    `${p.count} on; the next time is ${moment(p.next)} UTC, the last one was ${moment(p.last)} UTC.`,
  ],
  healthNoBackup: () => [
    "No backup of this database was made.",
    "Make one each day: `datamaster backup FILE`, by cron or a timer.",
  ],
  healthBackup: (p: { at: string; days: number }) => [
    `The newest backup is of ${p.at.slice(0, 10)}, ${p.days} days old.`,
  ],
  deskEnded: () => ["A thread of the service ended before it answered.", "Try again; the log tells more."],
};

/** Help of `serve`. */
export const serviceVerbs = {
  serve: {
    summary: "the dashboard and the API, with everything that runs in them",
    about:
      "One process with the dashboard, the API and the schedules over the database. The first start prints a link that makes " +
      "the first admin; until there is one, it listens on this machine alone. A signal ends it in good order: runs are saved, and go " +
      "on with the next start.",
    port: "the port to listen on; 0: any that is free",
    host: "the address of this machine to listen on; 0.0.0.0: all of them",
    open: "open the dashboard in the browser",
    tlsCert: "certificate (PEM), to speak https",
    tlsKey: "its key (PEM)",
    trustProxy: "believe the proxy before it: address, host and https of requests",
    apiOnly: "without the dashboard",
    examples: {
      here: "on this machine, and opens the browser",
      tls: "for others, with a certificate",
      proxy: "behind a proxy that does TLS",
    },
  },
};

/** What `serve` says. */
export const serving = {
  building: "Making the dashboard, once; this takes half a minute ...",
  noDashboard: "The dashboard is not built: the API alone is served.",
  listening: (p: { address: string }) => `Serving at ${p.address}`,
  setup: (p: { link: string; minutes: number }) =>
    `Make the first admin within ${p.minutes} minutes, with this link that works once:\n  ${p.link}`,
  heldBack: (p: { host: string }) =>
    `Until there is an admin it listens on this machine alone; then on ${p.host} too.`,
  opened: (p: { address: string }) => `There is an admin: serving at ${p.address} now.`,
  plain: "Without TLS others cannot sign in: use --tls-cert and --tls-key, or a proxy with --trust-proxy.",
  howToEnd: "Ctrl+C ends it; runs are saved.",
  ending: "Ending: saving what runs ...",
  ended: "Ended. What ran goes on with the next start.",
};
