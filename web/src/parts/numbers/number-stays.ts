interface Stay {
  readonly source: string;
  readonly projectId: string;
}

/** A project with the stays of a number in it, in the order that they came in. */
export interface StaysInProject<S extends Stay> {
  readonly key: string;
  readonly stays: readonly [S, ...S[]];
}

/** Stays project by project; a number may have been in one more than once. */
export function withoutRepeats<S extends Stay>(stays: readonly S[]): StaysInProject<S>[] {
  const found = new Map<string, [S, ...S[]]>();
  for (const stay of stays) {
    const key = `${stay.source} ${stay.projectId}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [stay]);
    else known.push(stay);
  }
  return [...found].map(([key, all]) => ({ key, stays: all }));
}
