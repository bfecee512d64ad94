import type { Permission, Role } from "../../../../src/contract/contract.ts";

/** Roles in the order of what they may. */
export const ROLES = [
  "viewer",
  "operator",
  "exporter",
  "auditor",
  "admin",
] as const satisfies readonly Role[];

/** What no token may be given: it could make itself more. */
export function isScope(permission: Permission): boolean {
  return permission !== "users.manage" && permission !== "tokens.manage";
}
