import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { pickedForExport } from "../../client/picked.ts";
import { type Answer, type Given, useAnswer } from "../../client/queries.ts";
import { LISTS, SINGLES } from "../numbers/filter.ts";

/** What is asked for; as the API takes it, with everything filled in. */
export type Draft = Answer<"showExport">["asked"];
export type DraftFilter = Draft["filter"];

const EMPTY: Draft = {
  what: { kind: "new", since: "lastExport" },
  of: "numbers",
  filter: {
    sources: [],
    clients: [],
    projects: [],
    regions: [],
    types: [],
    minProjects: 1,
    operators: [],
    timeZones: [],
  },
  placeholders: false,
  includeSuppressed: false,
  reason: null,
  columns: null,
  format: "xlsx",
  gzip: false,
  split: null,
};

export interface DraftState {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly narrow: (part: Partial<DraftFilter>) => void;
}

/** What is being put together: begun by the address (`?what=run&run=46&source=a`, `?again=x_…`), then kept here. */
export function useDraft(): DraftState {
  const [search] = useSearchParams();
  const again = search.get("again");
  const before = useAnswer("showExport", { params: { export: again ?? "" } }, { enabled: again !== null });
  const [own, setOwn] = useState<Draft | null>(null);
  const begun = useMemo(() => fromAddress(search), [search]);
  const draft = own ?? (again === null ? begun : (before.data?.asked ?? begun));
  return {
    draft,
    change: (part) => setOwn({ ...draft, ...part }),
    narrow: (part) => setOwn({ ...draft, filter: { ...draft.filter, ...part } }),
  };
}

function fromAddress(search: URLSearchParams): Draft {
  const list = (name: string): string[] => search.getAll(name).filter((value) => value !== "");
  const what = whatOf(search);
  if (what.kind === "view") {
    // Who looks at what seems made up means it.
    const placeholders = what.view.flag.length > 0 || what.view.placeholder === "yes";
    return { ...EMPTY, what, placeholders };
  }
  if (what.kind === "picked") return { ...EMPTY, what, placeholders: true };
  return {
    ...EMPTY,
    what,
    of: search.get("of") === "pairs" || search.get("what") === "diff" ? "pairs" : "numbers",
    filter: {
      ...EMPTY.filter,
      sources: list("source"),
      clients: list("client"),
      projects: list("project"),
      regions: list("region"),
      types: list("type") as Draft["filter"]["types"],
    },
  };
}

function whatOf(search: URLSearchParams): Draft["what"] {
  const number = (name: string): number => Math.max(1, Number(search.get(name)) || 1);
  switch (search.get("what")) {
    case "held":
      return { kind: "held" };
    case "run":
      return { kind: "run", run: number("run") };
    case "gone":
      return { kind: "gone", since: number("since") };
    case "view":
      return { kind: "view", view: viewOf(search) };
    case "picked":
      return { kind: "picked", ids: [...pickedForExport()] };
    case "diff":
      return { kind: "diff", from: number("from"), to: number("to") };
    case "new":
      return { kind: "new", since: search.has("since") ? number("since") : "lastExport" };
    default:
      return EMPTY.what;
  }
}

type ExportView = Extract<Draft["what"], { kind: "view" }>["view"];

/** The filter that the list of numbers has in its address. */
function viewOf(search: URLSearchParams): ExportView {
  const singles: Record<string, string | number> = {};
  for (const name of SINGLES) {
    const value = search.get(name);
    if (value !== null && value !== "") singles[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  const lists = Object.fromEntries(LISTS.map((name) => [name, search.getAll(name)]));
  return { ...lists, ...singles } as ExportView;
}

const NUMBERS: ReadonlySet<string> = new Set(["newSince", "heldAfter", "minProjects"]);

/** The count and the rows do not depend on how the file is written: they are not asked for again when that changes. */
export function previewBody(draft: Draft): Given<"previewExport">["body"] {
  return { ...draft, format: "xlsx", gzip: false, reason: null };
}
