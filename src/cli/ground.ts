import type { PolicyOfConfig } from "../app/people/policy.ts";
import type { Context } from "./context.ts";

/** What the config says of what admins may set of the service. */
export function groundOf({ loaded: { config, origin } }: Context): PolicyOfConfig {
  const { sessionIdle, requireSecondFactor } = config.serve;
  const isSaid = (name: string): boolean => (origin.get(`serve.${name}`) ?? "default") !== "default";
  return {
    rules: { idleMinutes: sessionIdle, needsSecondFactor: requireSecondFactor },
    fixed: [
      ...(isSaid("sessionIdle") ? (["idleMinutes"] as const) : []),
      ...(isSaid("requireSecondFactor") ? (["needsSecondFactor"] as const) : []),
    ],
  };
}
