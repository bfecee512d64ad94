import { DatamasterError, whyOf } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts } from "../app.ts";
import { findSource, listSources } from "../sources/sources.ts";
import type { DoctorSource, Finding } from "./doctor.ts";

/** A larger difference makes times in the history misleading and tokens look expired. */
const SKEW_MS = 30_000;
const PATIENT_S = 12;
/** Somebody looks at the page meanwhile. */
const AT_A_PAGE_S = 4;

/** The clocks of all sources that can be collected, asked side by side. What cannot be opened is another check's matter. */
export async function examineClocks(ports: AppPorts, signal: AbortSignal): Promise<Finding[]> {
  const known = await listSources(ports);
  const findings = await Promise.all(
    known.map(async ({ name }) => {
      try {
        const source = { ...(await findSource(ports, name)), shown: name };
        return [await examineClock(ports, source, signal, AT_A_PAGE_S)];
      } catch (error) {
        if (error instanceof DatamasterError) return [];
        throw error;
      }
    }),
  );
  return findings.flat();
}

/** Compares the clock with the one of a source's server. What keeps the server from answering is `check`'s matter. */
export async function examineClock(
  ports: AppPorts,
  source: DoctorSource,
  signal: AbortSignal,
  seconds = PATIENT_S,
): Promise<Finding> {
  const check = "clock";
  const { host } = new URL(source.baseUrl);
  if (source.token === "" && source.oauth == null) {
    return { check, state: "warn", detail: told("clockNoToken", { source: source.shown }) };
  }
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
    const clocks = await ports.readServerClock(source, deadline);
    if (clocks === null)
      return { check, state: "ok", detail: told("clockUntold", { source: source.shown, host }) };
    return compared(source.shown, host, clocks.here - clocks.server);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return {
      check,
      state: "warn",
      detail: told("clockNoAnswer", { source: source.shown, host, why: reasonOf(error, seconds) }),
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

function reasonOf(error: unknown, seconds: number): string | Told {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error && error.name === "TimeoutError"
    ? told("noAnswerIn", { seconds })
    : whyOf(error);
}
