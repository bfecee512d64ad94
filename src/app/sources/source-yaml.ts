import type { SourceSettings } from "./made-source.ts";

/** A source as it would stand in datamaster.yaml: its secrets are variables there, and none is in it. */
export async function sourceYaml(name: string, settings: SourceSettings): Promise<string> {
  const { stringify } = await import("yaml");
  const { auth, ...rest } = settings;
  const variable = variableOf(name);
  const access = isMap(auth)
    ? {
        auth: {
          ...auth,
          clientSecret: `\${${variable}_CLIENT_SECRET}`,
          ...(auth.kind === "refresh-token" && { refreshToken: `\${${variable}_REFRESH_TOKEN}` }),
        },
      }
    : { token: `\${${variable}_TOKEN}` };
  const { connector, baseUrl, ...others } = rest;
  const source = { connector, baseUrl, ...access, ...others };
  return stringify({ sources: { [name]: source } }, { lineWidth: 0 });
}

function variableOf(name: string): string {
  const part = name.replace(/[^A-Za-z0-9]/g, "_").toUpperCase();
  return /^\d/.test(part) ? `CRM_${part}` : part;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
