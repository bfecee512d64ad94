import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { makeSetupLink, takeLink } from "../../src/app/people/invites.ts";
import type { PolicyOfConfig } from "../../src/app/people/policy.ts";
import { type SignedIn, signIn } from "../../src/app/people/sign-in.ts";
import { createLogger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import { tempDir } from "../helpers/temp.ts";

export const RULES: PolicyOfConfig = { rules: { idleMinutes: 30, needsSecondFactor: false }, fixed: [] };
export const PASSWORD = "correct horse battery staple";
export const BROWSER = { place: "192.0.2.7", browser: "Firefox" };
export const T0 = Date.parse("2026-11-22T10:00:00Z");
export const MINUTE = 60_000;

/** The app over a store of its own. */
export function peoplePorts(): AppPorts {
  const folder = tempDir();
  return compose({
    store: `sqlite:${join(folder, "datamaster.db")}`,
    secretKeyFile: join(folder, "secret.key"),
    log: createLogger({ level: "silent", format: "json", stream: process.stderr, color: false }),
  });
}

/** The same with an admin, Anna, and the cookie of her session. */
export async function withAnna(now = T0): Promise<{ ports: AppPorts; id: string; session: string }> {
  const ports = peoplePorts();
  const link = await makeSetupLink(ports, now);
  const answer = { ...BROWSER, name: "Anna", email: "anna@example.com", password: PASSWORD };
  const taken = await takeLink(
    ports,
    { ...answer, secret: link?.secret ?? "", language: "ru", zone: null },
    now,
  );
  const reader = await ports.openReader();
  onTestFinished(() => reader.close());
  return { ports, id: reader.people.findByEmail("anna@example.com")?.id ?? "", session: taken.session ?? "" };
}

/** Signs in with Anna's address and the right password, or what is given in their place. */
export function enter(
  ports: AppPorts,
  given: { email?: string; password?: string; code?: string; place?: string } = {},
  now = T0,
): Promise<SignedIn> {
  const asked = { email: "anna@example.com", password: PASSWORD, code: null, ...BROWSER, ...given };
  return signIn(ports, asked, RULES, now);
}

/** What the audit log holds, oldest first. */
export async function noted(ports: AppPorts): Promise<[who: string, action: string, detail: unknown][]> {
  const reader = await ports.openReader();
  try {
    const entries = reader.audit.list({ action: null, since: null, limit: 100 });
    return entries.reverse().map(({ who, action, detail }) => [who, action, detail]);
  } finally {
    reader.close();
  }
}
