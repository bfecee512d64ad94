import type { z } from "zod";
import type { AccessRules } from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { servicePolicy } from "../../contract/settings.ts";
import { told } from "../../messages/messages.ts";
import type { KeptSetting } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";

/** What is set of the service as a whole: {@link servicePolicy} tells the bounds. */
export type ServicePolicy = Readonly<z.infer<typeof servicePolicy>>;
export type PolicyName = keyof ServicePolicy;

/** What the config says; plain data. `fixed`: it is said there and not left to its default, so that nobody changes it elsewhere. */
export interface PolicyOfConfig {
  readonly rules: Pick<ServicePolicy, "idleMinutes" | "needsSecondFactor">;
  readonly fixed: readonly PolicyName[];
}

/** Of what the config does not know. */
const DEFAULTS = { lifeHours: 12, revealsADay: 200, revealSeconds: 60 } as const;
export const POLICY_NAMES = Object.keys(servicePolicy.shape) as PolicyName[];
const MINUTE_MS = 60_000;

/** A rule as people type its value; null for none that may be. */
export function readRule(name: PolicyName, text: string): Partial<ServicePolicy> | null {
  const typed = /^(true|false)$/.test(text) ? text === "true" : /^\d+$/.test(text) ? Number(text) : text;
  const read = servicePolicy.partial().safeParse({ [name]: typed });
  return read.success ? (read.data as Partial<ServicePolicy>) : null;
}

/** The rules in force: what people set, but for what is fixed, over the defaults. What is out of its bounds does not count. */
export function policyInForce(
  settings: { list(): readonly KeptSetting[] },
  { rules, fixed }: PolicyOfConfig,
): ServicePolicy {
  return { ...DEFAULTS, ...rules, ...Object.fromEntries(keptOf(settings, fixed)) };
}

/** The part of them that signing in goes by. */
export function accessRules({ idleMinutes, lifeHours, needsSecondFactor }: ServicePolicy): AccessRules {
  return { idleMs: idleMinutes * MINUTE_MS, lifeMs: lifeHours * 60 * MINUTE_MS, needsSecondFactor };
}

/** Rules with who changed each of them last. */
export interface ShownRules {
  readonly rules: ServicePolicy;
  readonly fixed: readonly PolicyName[];
  readonly changed: readonly { readonly name: PolicyName; readonly at: string; readonly who: string }[];
}

export async function showRules(ports: AppPorts, ground: PolicyOfConfig): Promise<ShownRules> {
  return await reading(ports, ({ settings }) => shownOf(settings, ground));
}

/** Changes rules; noted in the audit log with what they were. Rejects CONFLICT for one that the config sets. */
export async function changeRules(
  ports: AppPorts,
  change: Partial<ServicePolicy>,
  ground: PolicyOfConfig,
): Promise<ShownRules> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const { settings, audit } = admin;
      const before = policyInForce(settings, ground);
      for (const name of POLICY_NAMES) {
        const to = change[name];
        if (to === undefined || to === before[name]) continue;
        if (ground.fixed.includes(name))
          throw new DatamasterError("CONFLICT", told("settingFixed", { name }));
        settings.set(name, to);
        audit.append({ action: "settings", detail: { setting: name, from: before[name], to } });
      }
      return shownOf(settings, ground);
    }),
  );
}

function shownOf(settings: { list(): readonly KeptSetting[] }, ground: PolicyOfConfig): ShownRules {
  const changed = settings.list().flatMap(({ name, at, who }) => {
    const known = POLICY_NAMES.find((one) => one === name);
    return known === undefined || ground.fixed.includes(known) ? [] : [{ name: known, at, who }];
  });
  return { rules: policyInForce(settings, ground), fixed: ground.fixed, changed };
}

function keptOf(
  settings: { list(): readonly KeptSetting[] },
  fixed: readonly PolicyName[],
): [PolicyName, unknown][] {
  return settings.list().flatMap(({ name, value }): [PolicyName, unknown][] => {
    const known = POLICY_NAMES.find((one) => one === name);
    if (known === undefined || fixed.includes(known)) return [];
    return servicePolicy.shape[known].safeParse(value).success ? [[known, value]] : [];
  });
}
