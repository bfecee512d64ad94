import { randomUUID } from "node:crypto";

/** A browser in few words: keeps its cookie and its CSRF token. */
export class Visitor {
  readonly #address: string;
  #cookie = "";
  #csrf = "";

  constructor(address: string) {
    this.#address = address;
  }

  /** Signs in, unless a link did already. */
  async signIn(email: string, password: string): Promise<void> {
    if (this.#cookie === "") await this.post("/session", { email, password });
    const me = (await this.get("/me")) as { csrf: string };
    this.#csrf = me.csrf;
  }

  async get(path: string): Promise<unknown> {
    return await this.#ask(path, { method: "GET" });
  }

  async post(path: string, body: object): Promise<unknown> {
    return await this.#ask(path, { method: "POST", body: JSON.stringify(body) });
  }

  async #ask(path: string, init: RequestInit): Promise<unknown> {
    const headers: Record<string, string> = { cookie: this.#cookie, "x-datamaster-csrf": this.#csrf };
    if (init.body !== undefined) {
      headers["content-type"] = "application/json";
      headers["idempotency-key"] = randomUUID();
    }
    const answer = await fetch(`${this.#address}/api/v1${path}`, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    for (const cookie of answer.headers.getSetCookie()) this.#cookie = cookie.split(";")[0] ?? "";
    return text === "" ? undefined : JSON.parse(text);
  }
}
