/** What an installation may set of signing in. */
export interface AccessRules {
  /** A session ends after so long without a request. */
  readonly idleMs: number;
  /** It ends then, however busy it is. */
  readonly lifeMs: number;
  /** Whoever may see whole numbers or change everything needs a second factor. */
  readonly needsSecondFactor: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const SETUP_LIFE_MS = 30 * MINUTE_MS;
export const INVITE_LIFE_MS = 72 * HOUR_MS;
/** So often at most it is kept that a session or token was used. */
export const SEEN_EVERY_MS = MINUTE_MS;
/** Failed sign-ins are forgotten after so long without another. */
export const TRIES_KEPT_MS = HOUR_MS;

/** Roles that need a second factor where the rules say so. */
export function needsSecondFactor(role: string, rules: AccessRules): boolean {
  return rules.needsSecondFactor && (role === "admin" || role === "exporter");
}

/** A moment as the store keeps it. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
