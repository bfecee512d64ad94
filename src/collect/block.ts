import { type DatamasterError, StopRunError, whyOf } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import type { Block } from "../model/limit.ts";

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** What is said of a spent quota or of hours that are over. */
export function blockText(block: Block): Told {
  const until = isoOf(block.until);
  if (block.why === "hours") return told("outsideHours", { until });
  const { used, allowed, requests } = block;
  return told("quotaSpent", { used, allowed, requests, until });
}

/** Ends a run that may not go on before a time; its `data.until` is that time, ISO UTC. */
export function blockedError(block: Block): StopRunError {
  const code = block.why === "hours" ? "OUTSIDE_HOURS" : "QUOTA_SPENT";
  return new StopRunError(code, blockText(block), { data: { until: isoOf(block.until) } });
}

/** Ends a run that the CRM itself asks to wait until then (milliseconds since 1970). */
export function askedToWaitError(cause: DatamasterError, until: number): StopRunError {
  const data = { until: isoOf(until) };
  const text = told("askedToWait", { why: whyOf(cause), until: data.until });
  return new StopRunError("CRM_BLOCKED", text, { cause, data });
}
