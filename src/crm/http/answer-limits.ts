import type { AnswerLimits } from "../crm.ts";

/** As docs/faults.md lists them. */
export const ANSWER_LIMITS: AnswerLimits = {
  connectMs: 10_000,
  stallMs: 30_000,
  totalMs: 120_000,
  dripMs: 30_000,
  dripBytes: 30 * 1024,
  maxBytes: 32 * 1024 * 1024,
};
