import { fixedToken } from "../../src/crm/auth/tokens.ts";
import type { CrmClientPort } from "../../src/crm/crm.ts";
import { createCrmClient } from "../../src/crm/http/client.ts";
import type { Variant } from "./variant.ts";

/** A client as a run has it, by the rules and limits of one answer of the table. */
export function clientFor(url: string, token: string, variant: Partial<Variant> = {}): CrmClientPort {
  const { rules = [], limits = {} } = variant;
  const tokens = fixedToken(token);
  return createCrmClient({ baseUrl: url, tokens, connections: 1, userAgent: "test", rules, limits });
}
