import { repairList } from "./repairs.ts";

/** What happened at one step of reading a value. */
export const EXPLAIN_STEPS = [
  "clean",
  "plain",
  "rewritten",
  "look-alike",
  "cut",
  "piece",
  "extension",
  "label",
  "tried",
  "vanity",
  "number",
  "rejected",
] as const;

/** One step of how a value was read. */
export interface ExplainStep {
  readonly step: (typeof EXPLAIN_STEPS)[number];
  /** The part of the value that it is about. */
  readonly text: string;
  /** `region: what came of it`, repair codes, a reason or a kind; empty where the step says it all. */
  readonly detail: string;
}

/** Listens to how one value is read; absent but where a reading is to be explained. */
export class Trace {
  readonly steps: ExplainStep[] = [];

  note(step: ExplainStep["step"], text: string, detail = ""): void {
    this.steps.push({ step, text, detail });
  }

  /** A text was read as one number in a region: the repairs that it took, or -1 for none. */
  tried(text: string, region: string | null, repairs: number): void {
    const outcome = repairs < 0 ? "no number" : (repairList(repairs)?.join(", ") ?? "valid");
    this.note("tried", text, `${region ?? "no region"}: ${outcome}`);
  }
}
