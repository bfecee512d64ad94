import { ownerOf } from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AuditDetail, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { type PolicyOfConfig, policyInForce } from "../people/policy.ts";
import { changing, changingExisting } from "../with-store.ts";

const DAY_MS = 24 * 60 * 60_000;

/** What is left to a person. */
export interface RevealsLeft {
  /** In the last 24 hours. */
  readonly revealed: number;
  readonly most: number;
  /** They are masked again after so long. */
  readonly seconds: number;
}

/**
 * Notes that who asks is shown these numbers whole, each in an entry of its own, and how many they have left. Rejects TOO_MANY, and
 * notes none, where they would be more in 24 hours than the rules allow.
 */
export async function revealNumbers(
  ports: AppPorts,
  numbers: readonly bigint[],
  ground: PolicyOfConfig,
): Promise<RevealsLeft> {
  return await changingExisting(ports, (admin) =>
    admin.transaction(() => {
      const left = spendReveals(admin, numbers.length, ground);
      for (const number of admin.erasure.aliases(numbers))
        admin.audit.append({ action: "reveal", detail: { number } });
      return left;
    }),
  );
}

/** Notes that who asks is shown `rows` texts as people typed them, as one entry. Rejects TOO_MANY as {@link revealNumbers} does. */
export async function revealTexts(
  ports: AppPorts,
  detail: AuditDetail & { readonly rows: number },
  ground: PolicyOfConfig,
): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      spendReveals(admin, detail.rows, ground);
      admin.audit.append({ action: "reveal", detail });
    }),
  );
}

/** What is left once so many more are shown; each text that was typed counts as a number does, and what tokens were shown as their owner's. */
function spendReveals(admin: StoreAdmin, count: number, ground: PolicyOfConfig): RevealsLeft {
  const { revealsADay: most, revealSeconds: seconds } = policyInForce(admin.settings, ground);
  const since = new Date(Date.now() - DAY_MS).toISOString();
  const owner = ownerOf(admin.who);
  const before = admin.audit
    .list({ action: "reveal", since, limit: 1_000_000 })
    .filter(({ who }) => ownerOf(who) === owner);
  const spent = before.reduce((sum, { detail: { rows } }) => sum + (typeof rows === "number" ? rows : 1), 0);
  if (spent + count > most) {
    const oldest = before.at(-1)?.at ?? new Date().toISOString();
    const retryAfter = Math.max(60, Math.ceil((Date.parse(oldest) + DAY_MS - Date.now()) / 1000));
    const left = Math.max(0, most - spent);
    throw new DatamasterError("TOO_MANY", told("revealsSpent", { most, left }), { data: { retryAfter } });
  }
  return { revealed: spent + count, most, seconds };
}
