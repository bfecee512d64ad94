import { formats } from "./counts.ts";

const AGAIN = "run the same command again: it continues.";

/** What somebody must do where a token endpoint refuses. */
const MEND: Readonly<Record<string, string>> = {
  grant:
    "The refresh token has expired, was revoked or was used elsewhere: sign in to the CRM anew and put the new refresh token " +
    "where `auth.refreshToken` of the source points (into .env)",
  client:
    "Check `auth.clientId` and `auth.clientSecret` of the source, and whether the CRM still knows this program",
  scope: "Check `auth.scope` of the source: the CRM does not know it or does not allow it",
  address: "Check `auth.tokenUrl`, `auth.kind` and the other settings of `auth` of the source",
};

/** Access tokens that are got and renewed: what goes wrong, and what `check` and `doctor` tell. */
export const oauth = {
  noNewToken: (p: { why: string }) => [`There is no new access token for the CRM. ${p.why}`],
  noTokenAtFirst: (p: { why: string }) => [
    p.why,
    `Check \`auth.tokenUrl\` of the source, the network and whether the CRM is up; then ${AGAIN}`,
  ],
  tokenLate: (p: { host: string; seconds: number }) => [`${p.host} did not answer within ${p.seconds} s.`],
  tokenStatus: (p: { host: string; status: number }) => [`${p.host} answered with status ${p.status}.`],
  tokenThrottled: (p: { host: string }) => [`${p.host} asked to slow down (429).`],
  tokenNone: (p: { host: string }) => [`${p.host} answered without an access token.`],
  tokenDenied: (p: { host: string; error: string; about: string; mend: string }) => [
    `${p.host} gives no access token: ${p.error}${p.about === "" ? "" : ` (${p.about})`}.`,
    `${MEND[p.mend] ?? MEND.address}. Then ${AGAIN}`,
  ],
  freshTokenRefused: (p: { host: string }) => [
    `The CRM refused an access token (401) that ${p.host} had just given.`,
    `Check whether \`auth.tokenUrl\`, \`auth.scope\` and \`auth.audience\` belong to this CRM's API. Then ${AGAIN}`,
  ],
  tokensBusy: () => ["There is no new access token for the CRM. Another process is at renewing it."],
  tokensUnsaved: () => [
    "The new refresh token could not be saved, and is not used before it is: its disk may be full.",
  ],
  tokensUnusable: (p: { folder: string; why: string }) => [
    `Refresh tokens cannot be kept in ${p.folder}: ${p.why}.`,
    `Make it writable, or name another folder with \`tokenFolder\` in the config. Then ${AGAIN}`,
  ],
  tokensDamaged: (p: { file: string }) => [
    `${p.file}, which keeps a refresh token, was cut or changed.`,
    "Delete it, sign in to the CRM anew and put the new refresh token where `auth.refreshToken` of the source points (into .env).",
  ],
  tokenGot: (p: { host: string; seconds: number }) => [
    `access token of ${p.host}, good for ${formats.duration(p.seconds)}; it is renewed by itself`,
  ],
  tokenGotUntold: (p: { host: string }) => [
    `access token of ${p.host}; for how long it is good was not told, it is renewed when it is refused`,
  ],
  tokenFileNone: (p: { source: string }) => [
    `${p.source}: no refresh token kept yet, the first run begins with .env's`,
  ],
  tokenFileGood: (p: { source: string; file: string }) => [`${p.source}: ${p.file}`],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
