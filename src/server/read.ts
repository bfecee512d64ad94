import { z } from "zod";
import type { RouteShape } from "../contract/contract.ts";
import type { Language } from "../messages/messages.ts";
import { type FieldProblem, fieldProblems, InputError } from "./problem.ts";

/** What a request sent, before anything is known of it. */
export interface Sent {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** In which language zod says what is wrong. */
const ERRORS: Readonly<Record<Language, z.core.$ZodErrorMap>> = {
  en: z.locales.en().localeError,
  ru: z.locales.ru().localeError,
};
const NOTHING = z.strictObject({});

/** What was asked, as the route's schemas read it; what a route does not take must not be there. Throws {@link InputError}. */
export function readRequest(route: RouteShape, sent: Sent, language: Language): Sent {
  const problems: FieldProblem[] = [];
  const read = (part: keyof Sent, schema: z.ZodType | undefined, given: unknown): unknown => {
    const found = (schema ?? NOTHING).safeParse(given, { error: ERRORS[language] });
    if (!found.success) problems.push(...fieldProblems(part, found.error));
    return found.success && schema !== undefined ? found.data : undefined;
  };
  const { body } = route;
  const asked = {
    params: read("params", route.params, sent.params ?? {}),
    query: read("query", route.query, sent.query ?? {}),
    body: route.takes === "file" ? undefined : read("body", body, sent.body ?? (body ? sent.body : {})),
  };
  if (problems.length > 0) throw new InputError(problems);
  return asked;
}
