import type { RunStatus } from "../model/run.ts";
import { count, type Style } from "./text.ts";

/** Failed attempts, in words: what each code of a request's failure is called when it is counted. */
const FAILURES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  CRM_SERVER_ERROR: ["server error", "server errors"],
  CRM_CONNECTION: ["broken connection", "broken connections"],
  CRM_BAD_ANSWER: ["bad answer", "bad answers"],
  CRM_NOT_FOUND: ["not found", "not found"],
  CRM_CURSOR_EXPIRED: ["expired cursor", "expired cursors"],
};

/** Failed attempts by code, most first: `12 server errors, 3 bad answers`. Being throttled is no failure. */
export function failureWords(failures: ReadonlyMap<string, number>): string {
  return [...failures]
    .filter(([code]) => code !== "CRM_THROTTLED")
    .sort(([, one], [, other]) => other - one)
    .map(([code, times]) => {
      const [one, many] = FAILURES[code] ?? [code, code];
      return `${count(times)} ${times === 1 ? one : many}`;
    })
    .join(", ");
}

/** The style that a status is shown in. */
export const STATUS_STYLES: Readonly<Record<RunStatus, Style>> = {
  running: "cyan",
  complete: "green",
  partial: "yellow",
  stopped: "yellow",
  failed: "red",
  abandoned: "dim",
};

const MARKS: Readonly<Record<RunStatus, string>> = {
  running: "…",
  complete: "✔",
  partial: "!",
  stopped: "■",
  failed: "✖",
  abandoned: "–",
};

export function statusMark(status: RunStatus): string {
  return MARKS[status];
}
