/** What may stand in the name of a delivered file, or in a mail's subject. */
export interface NameFacts {
  readonly delivery: string;
  readonly source: string;
  readonly run: number;
  /** ISO UTC start of the run. */
  readonly startedAt: string;
}

/** Fills in `{source}`, `{run}`, `{date}`, `{time}` (of the run's start, in UTC) and `{delivery}`. */
export function fillName(template: string, { delivery, source, run, startedAt }: NameFacts): string {
  const values: Readonly<Record<string, string>> = {
    delivery,
    source,
    run: String(run),
    date: startedAt.slice(0, 10),
    time: startedAt.slice(11, 19).replaceAll(":", ""),
  };
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A source as it may stand in a file's name: one without a name in the config is called after its address. */
export function sourceInName(source: string): string {
  return source.replaceAll(/[^A-Za-z0-9._-]+/g, "_").replaceAll(/^[._-]+|[._-]+$/g, "") || "source";
}
