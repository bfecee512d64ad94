import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { AppPorts } from "./app.ts";
import { type HouseGround, rulesInForce } from "./house-rules.ts";
import { changingExisting } from "./with-store.ts";

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
  ground: HouseGround,
): Promise<RevealsLeft> {
  return await changingExisting(ports, (admin) =>
    admin.transaction(() => {
      const { revealsADay: most, revealSeconds: seconds } = rulesInForce(admin.settings, ground);
      const since = new Date(Date.now() - DAY_MS).toISOString();
      const before = admin.audit.list({ action: "reveal", since, who: admin.who, limit: 1_000_000 });
      if (before.length + numbers.length > most) {
        const oldest = before.at(-1)?.at ?? new Date().toISOString();
        const retryAfter = Math.max(60, Math.ceil((Date.parse(oldest) + DAY_MS - Date.now()) / 1000));
        const left = Math.max(0, most - before.length);
        throw new DatamasterError("TOO_MANY", told("revealsSpent", { most, left }), { data: { retryAfter } });
      }
      for (const number of admin.erasure.aliases(numbers))
        admin.audit.append({ action: "reveal", detail: { number } });
      return { revealed: before.length + numbers.length, most, seconds };
    }),
  );
}
