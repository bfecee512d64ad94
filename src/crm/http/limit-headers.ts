import type { ToldLimit } from "../../model/limit.ts";
import type { LimitHeaders } from "../crm.ts";

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** No limit counts for longer, and a reset further away is nonsense. */
const LONGEST_MS = 25 * 3_600_000;
const MOST_REQUESTS = 1e9;
/** Clocks of servers differ: a reset this long ago has just been. */
const SLACK_MS = 1_000;

/** What an answer tells of limits, in the headers that the connector names. What cannot be is left out. */
export function readLimitHeaders(
  headers: Headers,
  forms: readonly LimitHeaders[],
  nowMs: number,
): readonly ToldLimit[] {
  return forms.flatMap((form) => readForm(headers, form, nowMs)).filter(tellsSomething);
}

function tellsSomething({ requests, remaining, resetMs }: ToldLimit): boolean {
  return requests !== null || remaining !== null || resetMs !== null;
}

function readForm(headers: Headers, form: LimitHeaders, nowMs: number): ToldLimit[] {
  switch (form.form) {
    case "fields":
      return [readFields(headers, form, nowMs)];
    case "ietf":
      return readDraft(headers, form.trusted);
    case "usage":
      return [readUsage(headers, form)];
  }
}

function readFields(
  headers: Headers,
  form: Extract<LimitHeaders, { form: "fields" }>,
  nowMs: number,
): ToldLimit {
  const { unit = "seconds", trusted } = form;
  const reset = numberIn(headers, form.reset);
  const date = Date.parse(textIn(headers, "date") ?? "");
  const serverNow = Number.isNaN(date) ? nowMs : date;
  const ms = reset === null ? null : unit === "milliseconds" ? reset : reset * 1000;
  return checked({
    requests: numberIn(headers, form.requests),
    windowMs: form.windowMs ?? numberIn(headers, form.window),
    remaining: numberIn(headers, form.remaining),
    resetMs: ms === null || unit !== "epoch" ? ms : ms - serverNow,
    trusted,
  });
}

/** `api-usage=18/15000`: used and allowed. */
function readUsage(headers: Headers, form: Extract<LimitHeaders, { form: "usage" }>): ToldLimit {
  const [, used, all] = /(\d+)\/(\d+)/.exec(textIn(headers, form.header) ?? "") ?? [];
  const requests = all === undefined ? null : Number(all);
  const remaining = requests === null ? null : Math.max(0, requests - Number(used));
  return checked({ requests, windowMs: form.windowMs, remaining, resetMs: null, trusted: form.trusted });
}

/**
 * The IETF draft: `RateLimit-Policy: "burst";q=100;w=10` and `RateLimit: "burst";r=50;t=3`, several of them parted by commas;
 * before its 8th version `RateLimit: limit=100, remaining=50, reset=3`, and before its 7th a header for each.
 */
function readDraft(headers: Headers, trusted: boolean): ToldLimit[] {
  const now = textIn(headers, "ratelimit") ?? "";
  const policies = parted(textIn(headers, "ratelimit-policy") ?? "");
  const seconds = (value: number | null): number | null => (value === null ? null : value * 1000);
  if (/(?:^|[,;\s])r=/.test(now)) {
    return parted(now).map((item, i) => {
      const policy = policies.find((one) => one.name === item.name) ?? policies[i];
      return checked({
        requests: policy?.of("q") ?? null,
        windowMs: seconds(policy?.of("w") ?? null),
        remaining: item.of("r"),
        resetMs: seconds(item.of("t")),
        trusted,
      });
    });
  }
  const old = (name: string): number | null => {
    const [, inOne] = new RegExp(`\\b${name}=(\\d+)`).exec(now) ?? [];
    return inOne === undefined ? numberIn(headers, `ratelimit-${name}`) : Number(inOne);
  };
  const windowMs = seconds(policies.find((one) => one.name === String(old("limit")))?.of("w") ?? null);
  const told = { requests: old("limit"), remaining: old("remaining"), resetMs: seconds(old("reset")) };
  return [checked({ ...told, windowMs, trusted })];
}

interface Item {
  readonly name: string;
  of(parameter: string): number | null;
}

/** The items of a structured list with their parameters. */
function parted(text: string): Item[] {
  return text.split(",").flatMap((item) => {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim());
    const of = (wanted: string): number | null => {
      const found = [name, ...parameters]
        .find((one) => one.startsWith(`${wanted}=`))
        ?.slice(wanted.length + 1);
      return found !== undefined && /^-?\d+$/.test(found) ? Number(found) : null;
    };
    return name === "" ? [] : [{ name, of }];
  });
}

/** Each fact that can be true, null in the place of the others. */
function checked(told: ToldLimit): ToldLimit {
  const requests = within(told.requests, 1, MOST_REQUESTS);
  const remaining = within(told.remaining, 0, requests ?? MOST_REQUESTS);
  const windowMs = within(told.windowMs, 1, LONGEST_MS);
  const resetMs = within(told.resetMs, -SLACK_MS, Math.min(LONGEST_MS, (windowMs ?? LONGEST_MS) + SLACK_MS));
  return {
    requests,
    remaining,
    windowMs,
    resetMs: resetMs === null ? null : Math.max(0, resetMs),
    trusted: told.trusted,
  };
}

function within(value: number | null, least: number, most: number): number | null {
  return value !== null && value >= least && value <= most ? value : null;
}

function numberIn(headers: Headers, name: string | undefined): number | null {
  const text = name === undefined ? undefined : textIn(headers, name)?.trim();
  return text !== undefined && /^-?\d{1,16}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A header that comes twice tells nothing. */
function textIn(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}
