/** A setting that somebody changed. */
export interface KeptSetting {
  readonly name: string;
  /** Anything that JSON holds. */
  readonly value: unknown;
  /** ISO UTC. */
  readonly at: string;
  readonly who: string;
}

/** The reading side of settings. */
export interface SettingsReader {
  /** Those that were changed, by name. */
  list(): KeptSetting[];
}

/** What admins set of the service; what is not here has its default. */
export interface Settings extends SettingsReader {
  /** In the place of what was there; undefined takes the setting back. */
  set(name: string, value: unknown): void;
}

/** An answer that is given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
}

/** Answers of the service, by hashes of who asked with which key (`name`), and for what (`asked`). */
export interface AnswerReader {
  /** Undefined where there is none, or it ended before `now` (ISO UTC). */
  find(name: string, now: string): (KeptAnswer & { readonly asked: string }) | undefined;
}

/** The same, where they are written. */
export interface Answers extends AnswerReader {
  /** Keeps one until `ends`, and forgets those that ended before `now`; times are ISO UTC. */
  keep(
    answer: KeptAnswer & { readonly name: string; readonly asked: string },
    ends: string,
    now: string,
  ): void;
}
