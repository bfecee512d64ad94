import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { BASE_PATH } from "./api.ts";
import type { ChangeResult } from "./changes.ts";
import { type ChangeSpec, isConfigKey, mergeConfig, type SimConfig, type SimConfigInput } from "./config.ts";
import { inLargerPieces } from "./control.ts";
import { type DataOptions, generateDataset } from "./generate.ts";
import { TOKEN_PATH } from "./oauth.ts";
import { SimServer } from "./server.ts";
import { type SimControls, SimState } from "./state.ts";
import { type TlsKind, tlsMaterial } from "./tls.ts";

export type { ChangeResult } from "./changes.ts";
export { FIELD_CLASSES } from "./classes.ts";
export type { ChangeSpec, SimConfig, SimConfigInput, SimProblem } from "./config.ts";
export { QUICK_FAULTS, SLOW_FAULTS } from "./faults.ts";
export { OAUTH_CLIENT, TOKEN_PATH } from "./oauth.ts";
export { REGIONS, type Region } from "./plan.ts";
export { HEADER_FORMS } from "./rate-headers.ts";
export { TLS_KINDS, type TlsKind } from "./tls.ts";
export type { Truth } from "./truth.ts";

const HOST = "127.0.0.1";

/** What data to make, where to listen, and how to behave; everything has a default. */
export interface SimOptions extends DataOptions, SimConfigInput {
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** Default "sim-token". */
  readonly token?: string | undefined;
  /** What `/me` calls the account; default "acme". */
  readonly account?: string | undefined;
  /** Serve HTTPS with this bad certificate. */
  readonly tls?: TlsKind | undefined;
}

/** A running simulator. */
export interface Sim extends SimControls {
  configure(partial: SimConfigInput): SimConfig;
  change(spec: ChangeSpec): ChangeResult;
  /** With base path: `http://127.0.0.1:PORT/api/v1`. */
  readonly url: string;
  readonly port: number;
  /** The token that is right now; with `oauth` none is for good. */
  readonly token: string;
  /** Where access tokens are given out, with `oauth`. */
  readonly tokenUrl: string;
  /** PEM of the certificate, where it serves HTTPS. */
  readonly certificate: string | undefined;
  /** Writes the truth as JSON; throws OUTPUT_FAILED. */
  writeTruth(file: string): Promise<void>;
  /** Drops all connections; resolves when the port is free. */
  close(): Promise<void>;
}

/** Makes the data and listens. Throws USAGE for wrong options and for a port that cannot be had. */
export async function startSim(options: SimOptions = {}): Promise<Sim> {
  const config = mergeConfig(
    {},
    Object.fromEntries(Object.entries(options).filter(([key]) => isConfigKey(key))),
  );
  const sim = new RunningSim(options, config);
  await sim.listen();
  return sim;
}

class RunningSim extends SimState implements Sim {
  readonly certificate: string | undefined;
  readonly #server: SimServer;
  readonly #options: SimOptions;
  #port = 0;

  constructor(options: SimOptions, config: SimConfig) {
    super(generateDataset(options), options.account ?? "acme", options.token ?? "sim-token", config);
    this.#options = options;
    this.#server = new SimServer(this, options.tls);
    this.certificate = options.tls === undefined ? undefined : tlsMaterial(options.tls).cert;
  }

  get url(): string {
    const { host = HOST, tls } = this.#options;
    const name = host.includes(":") ? `[${host}]` : host;
    return `${tls === undefined ? "http" : "https"}://${name}:${this.#port}${BASE_PATH}`;
  }

  get tokenUrl(): string {
    return new URL(TOKEN_PATH, this.url).href;
  }

  get port(): number {
    return this.#port;
  }

  get token(): string {
    return this.gate.token;
  }

  async listen(): Promise<void> {
    const { host = HOST, port = 0 } = this.#options;
    try {
      this.#port = await this.#server.listen(port, host);
    } catch (error) {
      throw new DatamasterError(
        "USAGE",
        `The simulator cannot listen on ${host}:${port}: ${messageOf(error)}`,
        {
          hint: "Choose another port with --port, or 0 for any free one.",
          cause: error,
          data: { trouble: "simCannotListen", host, port },
        },
      );
    }
  }

  async writeTruth(file: string): Promise<void> {
    try {
      await pipeline(Readable.from(inLargerPieces(this.truthJson())), createWriteStream(file));
    } catch (error) {
      throw new DatamasterError(
        "OUTPUT_FAILED",
        `The truth could not be written to ${file}: ${messageOf(error)}`,
        { cause: error, data: { trouble: "simTruth", file } },
      );
    }
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
