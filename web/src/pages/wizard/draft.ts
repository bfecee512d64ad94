import { useState } from "react";
import { type Answer, api, type Given } from "../../client/api.ts";

/** Settings of a source as the API takes them. */
export type Settings = Given<"createSource">["body"]["settings"];
export type Secrets = NonNullable<Given<"createSource">["body"]["secrets"]>;
export type SecretName = keyof Secrets & string;
type Draft = Answer<"showSourceDraft">;

/** What is typed into the forms of a source; what is not set has its default. */
export interface Form {
  readonly name: string;
  readonly settings: Partial<Settings>;
  /** Typed just now; they are sent once and forgotten. */
  readonly secrets: Secrets;
  /** Which secrets the service has already. */
  readonly has: readonly SecretName[];
}

export const STEPS = ["crm", "access", "test", "preview", "speed", "finish"] as const;
export type Step = (typeof STEPS)[number];

/** A form with changes. */
export type Change = (changes: Partial<Omit<Form, "has">>) => void;

const EMPTY: Form = {
  name: "",
  settings: { connector: "datamaster", baseUrl: "" },
  secrets: {},
  has: [],
};

/** The draft that somebody works on: what is typed, and keeping it. */
export interface DraftWork {
  readonly form: Form;
  readonly id: string | null;
  readonly yaml: string | null;
  readonly change: Change;
  /** Keeps the draft as it is now; gives its id. Rejects with ApiProblem. */
  readonly save: (step: Step, name?: string) => Promise<string>;
}

/** Works on a draft that was kept, or on a new one. */
export function useDraft(kept: Draft | null): DraftWork {
  const [form, setForm] = useState<Form>(kept === null ? EMPTY : formOf(kept));
  const [id, setId] = useState<string | null>(kept?.id ?? null);
  const [yaml, setYaml] = useState<string | null>(kept?.yaml ?? null);
  const save = async (step: Step, name = form.name): Promise<string> => {
    const { settings, secrets } = form;
    const body = { name, settings: settled(settings), secrets, step };
    const draft =
      id === null
        ? await api.createSourceDraft({ body })
        : await api.saveSourceDraft({ params: { draft: id }, body });
    setId(draft.id);
    setYaml(draft.yaml);
    setForm((before) => ({ ...before, secrets: {}, has: [...draft.secrets] }));
    return draft.id;
  };
  const change: Change = (changes) => setForm((before) => ({ ...before, ...changes }));
  return { form, id, yaml, change, save };
}

function formOf({ name, settings, secrets }: Draft): Form {
  return {
    name,
    settings: { connector: "datamaster", ...settings } as Partial<Settings>,
    secrets: {},
    has: [...secrets],
  };
}

/** Settings as they are sent: lists without lines that were left empty. */
export function settled(settings: Partial<Settings>): Partial<Settings> {
  const lines = <T>(list: readonly T[]): T[] =>
    list.filter((line) => typeof line !== "string" || line.trim() !== "");
  const { baseUrl = "", hours, limits, ...rest } = settings;
  return {
    ...rest,
    ...(baseUrl !== "" && { baseUrl }),
    ...(hours !== undefined && { hours: lines(hours) }),
    ...(limits !== undefined && { limits: lines(limits) }),
  };
}

/** Whether a source may be called so: as in the config file. */
export function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
}

/** A name for a source at this address, where none was typed: its host. */
export function nameFor(baseUrl: string): string {
  const host = URL.parse(baseUrl)?.hostname ?? "";
  const name = host.replace(/^(crm|api|www)\./, "").replace(/[^A-Za-z0-9.-]/g, "-");
  return name.replace(/^[^A-Za-z0-9]+/, "").slice(0, 64);
}
