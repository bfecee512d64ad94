import { Secret } from "../base/secret.ts";
import { isSecretKey } from "./checks.ts";
import type { ParsedConfig } from "./schema.ts";
import type { Config, DeliveryConfig } from "./types.ts";

/** The secrets of what a delivery goes to, by their keys. */
export function secretsOf(to: object): [key: string, value: unknown][] {
  return Object.entries(to).filter(([key, value]) => isSecretKey([key]) && value !== undefined);
}

/** The deliveries with their secrets sealed. */
export function toDeliveries(parsed: ParsedConfig["deliveries"]): DeliveryConfig[] {
  return Object.entries(parsed).map(([name, { to, file, ...rest }]) => {
    const sealed = secretsOf(to).map(([key, value]) => [key, new Secret(String(value))]);
    return { ...rest, name, file: file ?? null, to: { ...to, ...Object.fromEntries(sealed) } };
  });
}

/** The environment for programs that are started: none of ours in it, and nothing that the config holds as a secret. */
export function withoutSecrets(
  env: Readonly<Record<string, string | undefined>>,
  { sources, deliveries }: Pick<Config, "sources" | "deliveries">,
): Record<string, string> {
  const ofSources = sources.flatMap(({ token, auth }) => [token, auth?.clientSecret, auth?.refreshToken]);
  const all = [...ofSources, ...deliveries.flatMap(({ to }) => Object.values(to))];
  const secrets = new Set(all.map((value) => (value instanceof Secret ? value.reveal() : null)));
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || name.startsWith("DATAMASTER_") || secrets.has(value) ? [] : [[name, value]],
    ),
  );
}
