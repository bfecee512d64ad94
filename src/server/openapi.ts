import { z } from "zod";
import type { RouteShape, Routes } from "../contract/contract.ts";

type Json = Readonly<Record<string, unknown>>;

/** Errors that any route may answer with, by status: the codes that a client meets there. */
const PROBLEMS = {
  400: "What was sent is not what is taken: `INPUT_INVALID` with `fields`, `USAGE`.",
  401: "Nobody is signed in: `NOT_SIGNED_IN`.",
  403: "Not allowed: `NOT_ALLOWED`, `FOREIGN_ORIGIN`, `PLAIN_HTTP`.",
  404: "There is no such thing: `NOT_FOUND`, `NO_SUCH_RUN` and the like.",
  409: "It does not fit what is there now: `CONFLICT`, `RUN_ACTIVE` and the like.",
  413: "More than is taken at once: `INPUT_TOO_LARGE`.",
  415: "In a form that is not taken: `INPUT_TYPE`.",
  422: "The Idempotency-Key was used for another request: `KEY_REUSED`.",
  429: "Too many requests: `TOO_MANY`; `Retry-After` tells when to ask again.",
  500: "A fault of the service: `INTERNAL`; the log tells more under `requestId`.",
  503: "The service is ending or its database does not answer: `CLOSING`, `STORE_FAILED`.",
} as const;

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    hint: z.string().optional(),
    requestId: z.string(),
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    retryAfter: z.number().optional(),
  })
  .meta({ description: "An error (RFC 9457), in the language of Accept-Language." });

/** The API as OpenAPI 3.1, out of the same table by which requests are checked. */
export function openApi(routes: Routes): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "DataMaster Phone Collector",
      // Of the API; which program answers is told to those who are signed in.
      version: "1",
      description:
        "Lists come in pages: `items`, and `next` for `cursor` of the next request, null on the last page. Times are ISO 8601 in UTC.",
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, "output") },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          problemAnswer(description),
        ]),
      ),
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token made in the dashboard: `dmp_...`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-datamaster",
          description:
            "The session of a browser (`datamaster` over plain HTTP on the machine itself). Whatever is no GET needs the header `x-datamaster-csrf` with it.",
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function operation(name: string, route: RouteShape): Json {
  const body = bodyOf(route);
  const parameters = [
    ...parametersOf("path", route.params),
    ...parametersOf("query", route.query),
    ...(route.idempotent === true ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: name,
    tags: [route.path.split("/")[3] ?? "api"],
    summary: route.summary,
    description: `May: ${mayOf(route)}.`,
    ...(route.may === "anyone" && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== null && { requestBody: body }),
    responses: { ...answerOf(route), ...problemsOf(route) },
  };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same request with the same key is answered as it was before, for a day.",
  schema: { type: "string", pattern: "^[\\w-]{8,200}$" },
} as const;

function mayOf({ may }: RouteShape): string {
  if (may === "anyone") return "anyone, also without signing in";
  return may === "signed-in" ? "whoever is signed in" : `who has \`${may}\``;
}

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: of,
  }));
}

function bodyOf({ body, takes }: RouteShape): Json | null {
  if (takes === "file") {
    const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
    return { required: true, content };
  }
  if (body === undefined) return null;
  return {
    required: !body.safeParse(undefined).success,
    content: { "application/json": { schema: schemaOf(body, "input") } },
  };
}

function answerOf({ answer, status }: RouteShape): Json {
  if (answer === null) return { [status ?? 204]: { description: "Done." } };
  const content =
    answer === "events"
      ? { "text/event-stream": { schema: { type: "string" } } }
      : answer === "file"
        ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
        : { "application/json": { schema: schemaOf(answer, "output") } };
  return { [status ?? 200]: { description: "What was asked for.", content } };
}

function problemsOf({ may, method, body, takes, idempotent, params }: RouteShape): Json {
  const sends = body !== undefined || takes === "file";
  const statuses: (keyof typeof PROBLEMS)[] = [
    400,
    ...(may === "anyone" ? [] : ([401] as const)),
    ...(may === "anyone" && method === "GET" ? [] : ([403] as const)),
    ...(params === undefined ? [] : ([404] as const)),
    ...(method === "GET" ? [] : ([409] as const)),
    ...(sends ? ([413, 415] as const) : []),
    ...(idempotent === true ? ([422] as const) : []),
    ...([429, 500, 503] as const),
  ];
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

function problemAnswer(description: string): Json {
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

/** A zod schema as JSON Schema; what cannot be said in it is any value. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
  });
  return rest;
}
