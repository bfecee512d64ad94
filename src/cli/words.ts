import type { Forms, Messages } from "../messages/messages.ts";
import type { Quarantined, RunStatus } from "../model/run.ts";
import type { Style } from "./text.ts";

/** Failed attempts by code, most first: `12 server errors, 3 bad answers`. Being throttled is no failure. */
export function failureWords(failures: ReadonlyMap<string, number>, words: Messages): string {
  const forms: Readonly<Record<string, Forms>> = words.run.failures;
  return [...failures]
    .filter(([code]) => code !== "CRM_THROTTLED")
    .sort(([, one], [, other]) => other - one)
    .map(([code, times]) => {
      const noun = forms[code];
      return `${words.count(times)} ${noun === undefined ? code : words.plural(times, noun)}`;
    })
    .join(", ");
}

/** Why a unit could not be read; counts that do not agree are told with both. */
export function causeText({ code, message, total, listed }: Quarantined, { run }: Messages): string {
  if (total === null || listed === null) return run.quarantine.cause({ code, message });
  return run.quarantine.counts({ total, listed });
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
