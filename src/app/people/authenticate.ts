import { type Admitted, admit, isoOf, type RequestFacts, type SeenNote } from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { accessRules, type PolicyOfConfig, policyInForce } from "./policy.ts";

/** Who sends a request; null for nobody. Only reads, so that it never waits for a run. */
export async function authenticate(
  ports: AppPorts,
  facts: RequestFacts,
  ground: PolicyOfConfig,
  now = Date.now(),
): Promise<Admitted | null> {
  if (facts.bearer === null && facts.session === null) return null;
  try {
    return await reading(ports, ({ people, settings }) =>
      admit(people, facts, accessRules(policyInForce(settings, ground)), now),
    );
  } catch (error) {
    if (error instanceof DatamasterError && error.code === "STORE_MISSING") return null;
    throw error;
  }
}

/** Keeps that a session or token was used. */
export async function noteSeen(
  ports: AppPorts,
  { of, id, place }: SeenNote,
  now = Date.now(),
): Promise<void> {
  await changing(ports, ({ people }) =>
    of === "session" ? people.seeSession(id, isoOf(now), place) : people.seeToken(id, isoOf(now), place),
  );
}
