import { createLogger } from "../../src/base/log.ts";
import { admitting } from "../../src/server/admission.ts";
import type { ServerOptions } from "../../src/server/listen.ts";
import { GROUND, startService, type TestGround, type TestService } from "./service.ts";

export const PASSWORD = "correct horse battery staple";

/** A service whose people are those of its store, and one browser after the other. */
export interface PeopleService extends TestService {
  /** Signs nobody in yet. */
  browser(headers?: Record<string, string>): Browser;
  /** A browser in which the first admin, Anna, is signed in. */
  anna(): Promise<Browser>;
}

export interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Keeps cookies and sends the CSRF header, as the dashboard does. */
export class Browser {
  readonly #address: string;
  readonly #headers: Record<string, string>;
  cookie: string | null = null;
  csrf: string | null = null;

  constructor(address: string, headers: Record<string, string>) {
    this.#address = address;
    this.#headers = headers;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Told> {
    const response = await fetch(`${this.#address}/api/v1${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(this.cookie !== null && { cookie: this.cookie }),
        ...(this.csrf !== null && method !== "GET" && { "x-datamaster-csrf": this.csrf }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      this.cookie = pair.endsWith("=") ? null : pair;
    }
    const text = await response.text();
    const isJson = /[/+]json\b(?!l)/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : { text },
      headers: response.headers,
    };
  }

  /** Takes what the page of the dashboard takes. */
  async load(): Promise<Told> {
    const me = await this.ask("GET", "/me");
    this.csrf = typeof me.body.csrf === "string" ? me.body.csrf : null;
    return me;
  }

  async signIn(email: string, password = PASSWORD, code?: string): Promise<Told> {
    const told = await this.ask("POST", "/session", { email, password, ...(code !== undefined && { code }) });
    if (told.status === 200) await this.load();
    return told;
  }
}

export async function startPeople(
  options: Partial<ServerOptions> = {},
  ground: TestGround = {},
): Promise<PeopleService> {
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  let admit: ServerOptions["authenticate"] = async () => null;
  const service = await startService({ authenticate: (facts) => admit(facts), ...options }, ground);
  admit = admitting(service.desk, GROUND, log);
  const browser = (headers: Record<string, string> = {}) => new Browser(service.server.address, headers);
  return {
    ...service,
    browser,
    async anna() {
      const link = await service.desk.ask("test", "makeSetupLink");
      const anna = browser();
      const answer = { secret: link?.secret, name: "Anna", email: "anna@example.com", password: PASSWORD };
      await anna.ask("POST", "/links", answer);
      await anna.load();
      return anna;
    },
  };
}
