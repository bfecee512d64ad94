/** What a text is filled in with; another text where one tells of another. Plain data, fit to cross threads. */
export type ToldValue = string | number | boolean | null | Told | readonly ToldValue[];

/** A text for people as data: which one of the message table, filled in with what, and how it reads in English. */
export interface Told {
  readonly key: string;
  readonly params: Readonly<Record<string, ToldValue>>;
  /** For logs, `--json` and whoever knows no table. */
  readonly text: string;
  readonly hint?: string;
}
