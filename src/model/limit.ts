/** A time of day by the clocks of a time zone. */
export interface DailyTime {
  /** Since midnight. */
  readonly minutes: number;
  /** IANA name. */
  readonly zone: string;
}

/** A limit that is known, from the user, the CRM or its documentation: at most `requests` in any `windowMs`. */
export interface KnownLimit {
  readonly requests: number;
  readonly windowMs: number;
  /** Share that is left to people and other programs, 0-1; default 0. */
  readonly reserve?: number;
  /** The window is a day that begins anew at this time, and not any 24 hours. */
  readonly resetsAt?: DailyTime;
}

/** What an answer tells of one of the CRM's limits; null where it does not, or tells nonsense. */
export interface ToldLimit {
  readonly requests: number | null;
  readonly windowMs: number | null;
  readonly remaining: number | null;
  /** Until it has begun anew. */
  readonly resetMs: number | null;
  /** The connector vouches for it; else it is a hint. */
  readonly trusted: boolean;
}

/** Hours in which requests may be sent. */
export interface HourSpan {
  /** On which weekdays it begins, 0 for Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight; `to` is past 24 h where the span ends on the next day. */
  readonly from: number;
  readonly to: number;
  /** IANA name. */
  readonly zone: string;
}

/** What an account was asked for in the five minutes from `slot` on (milliseconds since 1970). */
export interface Spent {
  readonly slot: number;
  readonly cost: number;
}

/** Why nothing may be sent for long, and until when (milliseconds since 1970). */
export type Block =
  | { readonly why: "hours"; readonly until: number }
  /** `used` of the `allowed` are spent; `requests` is the whole quota, reserve included. */
  | {
      readonly why: "quota";
      readonly until: number;
      readonly used: number;
      readonly allowed: number;
      readonly requests: number;
    };
