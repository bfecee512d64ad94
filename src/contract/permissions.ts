/** What a person or a token may be allowed. Each route names one; the dashboard draws by the same words. */
export const PERMISSIONS = [
  "runs.see",
  "runs.control",
  "numbers.see",
  "numbers.reveal",
  "numbers.searchPart",
  "exports.see",
  "exports.make",
  "suppressions.see",
  "suppressions.add",
  "suppressions.manage",
  "subjects.manage",
  "sources.see",
  "sources.manage",
  "schedules.see",
  "schedules.manage",
  "users.manage",
  "tokens.manage",
  "settings.see",
  "settings.manage",
  "audit.see",
  "health.see",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a token may be allowed: all but what would let it make itself more. */
export const TOKEN_SCOPES: readonly Permission[] = PERMISSIONS.filter(
  (one) => one !== "users.manage" && one !== "tokens.manage",
);

export const ROLES = ["viewer", "operator", "exporter", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

const VIEWER = [
  "runs.see",
  "numbers.see",
  "suppressions.see",
  "sources.see",
  "schedules.see",
] as const satisfies readonly Permission[];
const OPERATOR = [...VIEWER, "runs.control", "suppressions.add"] as const satisfies readonly Permission[];

/**
 * What each role may; whatever is not here is denied. `numbers.see` shows masked numbers and finds whole ones,
 * `numbers.reveal` shows them and texts of the CRM in full, `numbers.searchPart` finds by last digits, by which a mask could be guessed.
 */
export const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  operator: OPERATOR,
  exporter: [...OPERATOR, "numbers.reveal", "numbers.searchPart", "exports.see", "exports.make"],
  auditor: [...VIEWER, "exports.see", "subjects.manage", "audit.see", "settings.see", "health.see"],
  admin: PERMISSIONS,
};
