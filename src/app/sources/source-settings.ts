import type { RunOrigin } from "../../model/run-page.ts";
import type { SourceOptions } from "../app.ts";

/** What decides how a source is read, to be kept with its run and shown: no token, no password. */
export function settingsOf(source: SourceOptions): RunOrigin["settings"] {
  const {
    connector,
    baseUrl,
    region,
    otherRegions,
    keep,
    keepPages = false,
    skipSuppressed = false,
  } = source;
  const { rps, rateLimits = [], hours = [], concurrency, fullEvery = null, overlap = null } = source;
  const { oauth = null, proxy = null, ca = null, limits = {} } = source;
  return {
    connector,
    baseUrl,
    region,
    otherRegions,
    rps,
    rateLimits,
    hours,
    concurrency,
    fullEvery,
    overlap,
    keep,
    keepPages,
    skipSuppressed,
    signIn: oauth === null ? "token" : "oauth",
    proxy: proxy === null ? null : hostOf(proxy),
    ca,
    limits,
  };
}

/** A proxy's address may hold a password. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}
