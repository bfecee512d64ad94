import { randomBytes } from "node:crypto";
import { DatamasterError, whyOf } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { type CheckStep, checkSource } from "./check-source.ts";
import {
  type ReadSample,
  readSample,
  type Sample,
  type SampleReading,
  takeSample,
} from "./preview-source.ts";

/** What is tried of a source, in this order. */
export const TRIAL_STEPS = ["address", "certificate", "token", "firstPage", "phoneField"] as const;
export type TrialStep = (typeof TRIAL_STEPS)[number];

/** One step of a trial; skipped: not come to, since one before it failed, or not needed. */
export interface TriedStep {
  readonly step: TrialStep;
  readonly state: "waiting" | "working" | "ok" | "failed" | "skipped";
  readonly detail: Told | string | null;
}

/** How a trial stands. */
export interface Trial {
  readonly steps: readonly TriedStep[];
  readonly state: "working" | "ok" | "failed";
}

interface Kept<T> {
  readonly owner: string;
  readonly until: number;
  readonly value: T;
}

const KEPT_MS = 30 * 60_000;
const MOST = 50;

/** Trials of sources, and samples of what lies in them: in memory alone, for a while, for who asked for them. */
export class SourceTrials {
  readonly #ports: AppPorts;
  readonly #trials = new Map<string, Kept<{ trial: Trial }>>();
  readonly #samples = new Map<string, Kept<Sample>>();
  readonly #closing = new AbortController();
  readonly #working = new Set<Promise<void>>();

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** Begins to try what a collect needs, step by step. Tells by which id to look at it. */
  start(owner: string, source: SourceOptions): string {
    const entry = { trial: beginning() };
    const id = keep(this.#trials, owner, entry);
    const work = this.#try(source, entry).finally(() => this.#working.delete(work));
    this.#working.add(work);
    return id;
  }

  /** How it stands now. Throws NOT_FOUND. */
  trial(owner: string, id: string): Trial {
    return find(this.#trials, owner, id).trial;
  }

  /** Takes a sample of the CRM's records and keeps it. Rejects as a collect does. */
  async sample(
    owner: string,
    source: SourceOptions,
    skip: number,
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly next: number }> {
    const any = AbortSignal.any([signal, this.#closing.signal]);
    const sample = await takeSample(this.#ports, source, skip, any);
    return { id: keep(this.#samples, owner, sample), next: sample.next };
  }

  /** Reads a kept sample. Throws NOT_FOUND. */
  read(owner: string, id: string, reading: SampleReading): ReadSample {
    return readSample(find(this.#samples, owner, id), reading);
  }

  /** Ends what is being tried and forgets what is kept. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#samples.clear();
    await Promise.all(this.#working);
  }

  async #try(source: SourceOptions, entry: { trial: Trial }): Promise<void> {
    const isEncrypted = source.baseUrl.startsWith("https:");
    try {
      for await (const step of checkSource(this.#ports, source, this.#closing.signal))
        entry.trial = after(entry.trial, step, isEncrypted);
    } catch (error) {
      entry.trial = failedAt(entry.trial, "address", whyOf(error));
    }
    if (entry.trial.state === "working") entry.trial = { ...entry.trial, state: "ok" };
  }
}

function beginning(): Trial {
  const steps = TRIAL_STEPS.map(
    (step): TriedStep => ({ step, state: step === "address" ? "working" : "waiting", detail: null }),
  );
  return { steps, state: "working" };
}

function after(trial: Trial, { step, ok, detail, error }: CheckStep, isEncrypted: boolean): Trial {
  switch (step) {
    case "sign-in":
      return ok ? trial : failedAt(trial, "token", detail);
    case "reachability": {
      if (!ok && error?.code !== "CRM_TLS") return failedAt(trial, "address", detail);
      const answered = okAt(trial, "address", ok ? detail : null);
      if (!ok) return failedAt(answered, "certificate", detail);
      if (isEncrypted) return okAt(answered, "certificate", told("trialCertificate"));
      return setAt(answered, "certificate", "skipped", told("trialPlain"), "token");
    }
    case "token":
      return ok ? okAt(trial, "token", detail) : failedAt(trial, "token", detail);
    case "first page":
      return ok ? okAt(trial, "firstPage", detail) : failedAt(trial, "firstPage", detail);
    case "phone field":
      return ok ? okAt(trial, "phoneField", detail) : failedAt(trial, "phoneField", detail);
    case "store":
      return trial;
  }
}

function okAt(trial: Trial, step: TrialStep, detail: TriedStep["detail"]): Trial {
  return setAt(trial, step, "ok", detail, TRIAL_STEPS[TRIAL_STEPS.indexOf(step) + 1]);
}

function setAt(
  { steps }: Trial,
  step: TrialStep,
  state: TriedStep["state"],
  detail: TriedStep["detail"],
  next?: TrialStep,
): Trial {
  const changed = steps.map((one): TriedStep => {
    if (one.step === step) return { step, state, detail };
    return one.step === next ? { ...one, state: "working" } : one;
  });
  return { steps: changed, state: "working" };
}

function failedAt({ steps }: Trial, step: TrialStep, detail: TriedStep["detail"]): Trial {
  const changed = steps.map((one): TriedStep => {
    if (one.step === step) return { step, state: "failed", detail };
    return one.state === "ok" || one.state === "skipped" ? one : { ...one, state: "skipped" };
  });
  return { steps: changed, state: "failed" };
}

function keep<T>(map: Map<string, Kept<T>>, owner: string, value: T): string {
  const now = Date.now();
  for (const [id, { until }] of map) {
    if (until > now && map.size < MOST) break;
    map.delete(id);
  }
  const id = randomBytes(12).toString("base64url");
  map.set(id, { owner, value, until: now + KEPT_MS });
  return id;
}

function find<T>(map: Map<string, Kept<T>>, owner: string, id: string): T {
  const found = map.get(id);
  if (found === undefined || found.owner !== owner || found.until < Date.now())
    throw new DatamasterError("NOT_FOUND", told("trialGone"));
  return found.value;
}
