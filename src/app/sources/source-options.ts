import {
  type ConfigSchedule,
  readHours,
  readLimit,
  readSchedule,
  type SourceAuth,
  type SourceConfig,
} from "../../config/config.ts";
import type { OAuthOptions } from "../../crm/crm.ts";
import type { SourceOptions } from "../app.ts";

/** A configured source as the app takes it. */
export function toSourceOptions(source: SourceConfig): SourceOptions {
  const { connector, baseUrl, region, otherRegions, rps, concurrency, keep, proxy, ca } = source;
  const { fullEvery, overlap, keepPages, skipSuppressed } = source;
  const limits = source.limits.flatMap((limit) => readLimit(limit) ?? []);
  const hours = source.hours.flatMap((span) => readHours(span) ?? []);
  const name = source.named ? source.name : null;
  const reading = { region, otherRegions, keep, fullEvery, overlap, keepPages, skipSuppressed };
  const via = { proxy: proxy?.reveal() ?? null, ca };
  const pace = { rps, rateLimits: limits, hours, concurrency };
  const token = source.token?.reveal() ?? "";
  const oauth = source.auth === null ? null : revealed(source.auth);
  return { name, connector, baseUrl, token, oauth, ...reading, ...pace, ...via };
}

/** When a configured source is collected by itself. */
export function schedulesOf({ schedules }: SourceConfig): readonly ConfigSchedule[] {
  return schedules.flatMap((given) => readSchedule(given) ?? []);
}

function revealed({ clientSecret, refreshToken, proxy, ...rest }: SourceAuth): OAuthOptions {
  return {
    ...rest,
    clientSecret: clientSecret?.reveal() ?? null,
    refreshToken: refreshToken?.reveal() ?? null,
    proxy: proxy?.reveal() ?? null,
  };
}

/** A configured source's settings as the file holds them, without its secrets. */
export function plainSettings(source: SourceConfig): Readonly<Record<string, unknown>> {
  const { connector, baseUrl, region, otherRegions, rps, limits, hours, concurrency, keep } = source;
  const { fullEvery, overlap, keepPages, skipSuppressed, auth } = source;
  const retention = Object.entries(source.retention).filter(([, span]) => span !== null);
  return {
    connector,
    baseUrl,
    ...(region !== null && { region }),
    otherRegions,
    rps,
    limits,
    hours,
    concurrency,
    keep,
    fullEvery,
    overlap,
    keepPages,
    skipSuppressed,
    ...(retention.length > 0 && { retention: Object.fromEntries(retention) }),
    ...(auth !== null && { auth: plainAuth(auth) }),
  };
}

function plainAuth({ kind, tokenUrl, clientId, scope, audience, clientAuth }: SourceAuth) {
  return {
    kind,
    tokenUrl,
    clientId,
    clientAuth,
    ...(scope !== null && { scope }),
    ...(audience !== null && { audience }),
  };
}
