/** What `check` found, a line each. */
export const steps = {
  answers: (p: { host: string }) => [`${p.host} answers`],
  acceptedNoLimit: (p: { account: string }) => [`accepted: account ${p.account}, tells no rate limit`],
  accepted: (p: { account: string; limit: number }) => [
    `accepted: account ${p.account}, allows ${p.limit} requests a second`,
  ],
  firstPage: (p: { clients: number; total: number | null }) => [`${p.clients} clients of ${p.total ?? "?"}`],
  phoneFound: (p: { project: string }) => [`found in project ${p.project}`],
  phoneNotFound: (p: { projects: number }) => [
    `no phone in the ${p.projects} projects looked into`,
    "If projects of this CRM do hold phones, the token may lack the right to read them.",
  ],
  storeReady: (p: { path: string }) => [`${p.path}: can be read and written`],
  storeEmpty: (p: { path: string }) => [`${p.path}: is empty, will be filled`],
  storeNew: (p: { path: string }) => [`${p.path}: will be created`],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
