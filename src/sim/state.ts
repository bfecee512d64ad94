import { DatamasterError } from "../base/errors.ts";
import { Api, type Dead } from "./api.ts";
import { applyChange, type ChangeResult } from "./changes.ts";
import { mergeConfig, names, readChange, type SimConfig } from "./config.ts";
import type { Dataset } from "./dataset.ts";
import { chooseDead } from "./dead.ts";
import { FaultPlan } from "./faults.ts";
import { Gate } from "./gate.ts";
import { PhonesHold } from "./hold.ts";
import { TokenEndpoint } from "./oauth.ts";
import { RequestProblem } from "./problem.ts";
import { type SimStats, StatsCounter } from "./stats.ts";
import { type RecordTruth, recordTruths, type Truth, type TruthQuery, truthJson, truthOf } from "./truth.ts";

/** Sizes of the data as it is now. */
export interface SimData {
  readonly seed: number;
  readonly classes: readonly string[];
  readonly region: string;
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
}

/** What tests and /__control may do with a running simulator. */
export interface SimControls {
  config(): SimConfig;
  /** Puts these keys over the config's; throws USAGE for unknown keys and wrong values, and then changes nothing. */
  configure(partial: unknown): SimConfig;
  data(): SimData;
  /** Changes the data as between two runs; throws USAGE for a wrong spec. */
  change(spec: unknown): ChangeResult;
  /** `{token}`: makes it the only right one and counts its uses from 0; with `oauth` it is a new sign-in's refresh token. */
  setToken(body: unknown): string;
  /** With `oauth`: every access token given so far is refused. */
  expireTokens(): void;
  expireCursors(): void;
  /** The quota of the day begins anew. */
  nextDay(): void;
  stats(): SimStats;
  resetStats(): void;
  truth(query?: TruthQuery): Truth;
  truthJson(query?: TruthQuery): Generator<string>;
  /** One project's records with what is right for each; throws USAGE for an unknown project. */
  records(projectId: number): RecordTruth[];
}

/** The whole state of one simulator: data, behaviour and counts. */
export class SimState implements SimControls {
  readonly dataset: Dataset;
  readonly account: string;
  readonly counter = new StatsCounter();
  readonly api: Api;
  readonly gate: Gate;
  readonly hold: PhonesHold;
  readonly tokens: TokenEndpoint;
  #config: SimConfig;
  #faults: FaultPlan;
  #dead: Dead;
  #changes = 0;

  constructor(dataset: Dataset, account: string, token: string, config: SimConfig) {
    this.dataset = dataset;
    this.account = account;
    this.api = new Api(dataset);
    this.tokens = new TokenEndpoint(config);
    this.gate = new Gate(token, config, this.tokens);
    this.hold = new PhonesHold(config.holdPhones);
    this.#config = config;
    this.#faults = new FaultPlan(dataset.workshop.seed, config);
    this.#dead = chooseDead(dataset, config);
  }

  get faults(): FaultPlan {
    return this.#faults;
  }

  get dead(): Dead {
    return this.#dead;
  }

  config(): SimConfig {
    return this.#config;
  }

  configure(partial: unknown): SimConfig {
    const before = this.#config;
    const config = mergeConfig(before, partial);
    this.#config = config;
    this.gate.configure(config);
    this.tokens.configure(config);
    const faulty = (one: SimConfig): string => JSON.stringify([one.faults, one.maxConsecutiveFaults]);
    if (faulty(before) !== faulty(config)) this.#faults = new FaultPlan(this.dataset.workshop.seed, config);
    this.#dead = chooseDead(this.dataset, config);
    if (names(partial, "holdPhones")) this.hold.allow(config.holdPhones);
    return config;
  }

  data(): SimData {
    const { workshop, region } = this.dataset;
    return { seed: workshop.seed, classes: workshop.mix.names, region, ...this.dataset.counts() };
  }

  change(spec: unknown): ChangeResult {
    const result = applyChange(this.dataset, readChange(spec), ++this.#changes);
    this.api.refresh();
    return result;
  }

  setToken(body: unknown): string {
    const token = body instanceof Object && "token" in body ? body.token : undefined;
    if (typeof token !== "string" || !/^\S{1,500}$/.test(token)) {
      throw new RequestProblem(400, 'The body must be {"token": "..."}: text without spaces.');
    }
    if (this.#config.oauth === null) this.gate.setToken(token);
    else this.tokens.signIn(token);
    return token;
  }

  expireTokens(): void {
    this.tokens.expireAll();
  }

  expireCursors(): void {
    this.api.expireCursors();
  }

  nextDay(): void {
    this.gate.nextDay();
  }

  stats(): SimStats {
    return { ...this.counter.snapshot(), tokens: this.tokens.counts };
  }

  resetStats(): void {
    this.counter.reset();
    this.tokens.resetCounts();
  }

  truth(query?: TruthQuery): Truth {
    return truthOf(this.dataset, this.#dead, query);
  }

  truthJson(query?: TruthQuery): Generator<string> {
    return truthJson(this.dataset, this.#dead, query);
  }

  records(projectId: number): RecordTruth[] {
    const project = this.dataset.project(projectId);
    if (project === undefined)
      throw new DatamasterError("USAGE", `The simulator has no project ${projectId}.`);
    return [...recordTruths(this.dataset, project)];
  }
}
