import { basename } from "node:path";
import * as clack from "@clack/prompts";
import type { Told } from "../base/told.ts";
import { isBaseUrl, isCountry, isToken, trimBaseUrl } from "../config/config.ts";
import { type Messages, say, told } from "../messages/messages.ts";
import { answered } from "./ask.ts";
import type { Cli } from "./cli.ts";

/** What `init` asks for; `token` null means that the one already set is kept. */
export interface InitAnswers {
  readonly connector: string;
  readonly baseUrl: string;
  readonly token: string | null;
  readonly region: string | null;
}

/** Why an answer cannot be taken; undefined where it can. */
export const WRONG = {
  baseUrl: (text = "") => (isBaseUrl(trimBaseUrl(text.trim())) ? undefined : told("wrongBaseUrl")),
  token: (text = "") => (isToken(text.trim()) ? undefined : told("wrongToken")),
  region: (text = "") => (isCountry(text.trim()) ? undefined : told("wrongRegion")),
} as const;

/** Asks at the terminal, on stderr; answers of an earlier round stand there already. Ctrl-C rejects StoppedError. */
export class Wizard {
  readonly #common: clack.CommonOptions;

  readonly #messages: Messages;

  constructor({ stdin, stderr, signal, words }: Cli) {
    this.#messages = words;
    this.#common = { input: stdin as NodeJS.ReadStream, output: stderr, signal };
  }

  get #words(): Messages["init"] {
    return this.#messages.init;
  }

  #said(text: Told | undefined): string | undefined {
    return text && say(this.#messages, text).text;
  }

  begin(): void {
    clack.intro(this.#words.intro, this.#common);
  }

  end(text: string): void {
    clack.outro(text, this.#common);
  }

  note(lines: readonly string[]): void {
    clack.log.success(lines.join("\n"), this.#common);
    this.#common.output?.write("\n");
  }

  async yes(message: string, initialValue = true): Promise<boolean> {
    const { yes: active, no: inactive } = this.#words;
    return answered(await clack.confirm({ ...this.#common, message, initialValue, active, inactive }));
  }

  /** `variable` is set already where `hasToken`: then the token may be left as it is. */
  async ask(before: Partial<InitAnswers>, variable: string, hasToken: boolean): Promise<InitAnswers> {
    const common = this.#common;
    const connector = answered(
      await clack.select({
        ...common,
        message: this.#words.whichCrm,
        options: [{ value: "datamaster", label: "DataMaster CRM API", hint: "docs/crm-api.yaml" }],
      }),
    );
    const baseUrl = answered(
      await clack.text({
        ...common,
        message: this.#words.whereApi,
        placeholder: "https://crm.example.com/api/v1",
        ...(before.baseUrl !== undefined && { initialValue: before.baseUrl }),
        validate: (text) => this.#said(WRONG.baseUrl(text)),
      }),
    );
    const typed = answered(
      await clack.password({
        ...common,
        message: hasToken ? this.#words.tokenOrKeep({ variable }) : this.#words.token,
        validate: (text = "") => (hasToken && text === "" ? undefined : this.#said(WRONG.token(text))),
      }),
    );
    const region = answered(
      await clack.text({
        ...common,
        message: this.#words.region,
        placeholder: "RU",
        ...(before.region !== undefined && before.region !== null && { initialValue: before.region }),
        validate: (text = "") => (text.trim() === "" ? undefined : this.#said(WRONG.region(text))),
      }),
    );
    return {
      connector,
      baseUrl: trimBaseUrl(baseUrl.trim()),
      token: (typed ?? "") === "" ? null : typed.trim(),
      region: (region ?? "").trim() === "" ? null : region.trim().toUpperCase(),
    };
  }

  /** Asks before a file is replaced. */
  async mayReplace(file: string): Promise<boolean> {
    return await this.yes(this.#words.mayReplace({ file: basename(file) }), false);
  }
}
