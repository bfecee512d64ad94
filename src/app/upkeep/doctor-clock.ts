import { whyOf } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts } from "../app.ts";
import type { DoctorSource, Finding } from "./doctor.ts";

/** A larger difference makes times in the history misleading and tokens look expired. */
const SKEW_MS = 30_000;
const DEADLINE_MS = 12_000;

/** Compares the clock with the one of a source's server. What keeps the server from answering is `check`'s matter. */
export async function examineClock(
  ports: AppPorts,
  source: DoctorSource,
  signal: AbortSignal,
): Promise<Finding> {
  const check = "clock";
  const { host } = new URL(source.baseUrl);
  if (source.token === "" && source.oauth == null) {
    return { check, state: "warn", detail: told("clockNoToken", { source: source.shown }) };
  }
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
    const clocks = await ports.readServerClock(source, deadline);
    if (clocks === null)
      return { check, state: "ok", detail: told("clockUntold", { source: source.shown, host }) };
    return compared(source.shown, host, clocks.here - clocks.server);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return {
      check,
      state: "warn",
      detail: told("clockNoAnswer", { source: source.shown, host, why: reasonOf(error) }),
    };
  }
}

function compared(source: string, host: string, aheadMs: number): Finding {
  const check = "clock";
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= SKEW_MS) {
    return { check, state: "ok", detail: told("clockGood", { source, host, seconds: Math.max(1, seconds) }) };
  }
  return {
    check,
    state: "warn",
    detail: told(aheadMs > 0 ? "clockAhead" : "clockBehind", { source, host, seconds }),
  };
}

function reasonOf(error: unknown): string | Told {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error && error.name === "TimeoutError" ? told("noAnswerIn12") : whyOf(error);
}
