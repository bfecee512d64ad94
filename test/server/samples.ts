/** JSON Schema, as far as zod writes it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly $ref?: string;
}

const FORMATS: Readonly<Record<string, string>> = {
  email: "nobody@example.com",
  "date-time": "2026-11-22T10:00:00Z",
  date: "2026-11-22",
  uri: "https://crm.example.com/api",
  uuid: "00000000-0000-4000-8000-000000000000",
};
/** Texts for patterns that routes have; the first that matches is taken. */
const TEXTS = [
  ...["a", "abcdefgh", "RU", "ru", "1", "n_AAAAAAAAAAAAAAAAAAAAAA", "+79161234567", "100/10s", "0 2 * * *"],
  ...[
    "2026-11-22",
    "10:00",
    "a".repeat(43),
    "0".repeat(64),
    "https://crm.example.com",
    "123456",
    "x".repeat(22),
  ],
];

/** A value that fits a schema, the same each time: what is not required is left out where `least`. */
export function sampleOf(schema: Schema, least = false): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return sampleOf(choice, least);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((one) => sampleOf(one, least)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return objectOf(schema, least);
    case "array":
      return Array.from({ length: schema.minItems ?? (least ? 0 : 1) }, () =>
        sampleOf(schema.items ?? {}, least),
      );
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case "boolean":
      return false;
    default:
      return null;
  }
}

function objectOf({ properties = {}, required = [] }: Schema, least: boolean): Record<string, unknown> {
  const wanted = Object.entries(properties).filter(([name]) => !least || required.includes(name));
  return Object.fromEntries(wanted.map(([name, of]) => [name, sampleOf(of, least)]));
}

function textOf({ format, pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  const known = format === undefined ? undefined : FORMATS[format];
  if (known !== undefined) return known;
  const fits = (text: string): boolean =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, "u").test(text));
  return TEXTS.find(fits) ?? "a".repeat(minLength);
}

/** A name and a value that no schema of ours takes as it is, or that is hard to work with. */
const HARD: readonly (readonly [name: string, value: unknown])[] = [
  ["null", null],
  ["an empty text", ""],
  ["a lone surrogate and controls", "\ud800\u0000\u202e"],
  ["a text that is SQL", "'; DROP TABLE runs; --"],
  ["a long text", "й".repeat(20_000)],
  ["a number past 2^53", 2 ** 60],
  ["a negative number", -1],
  ["a fraction", 0.1],
  ["a list", [[[[]]]]],
  ["a map", { constructor: { name: 1 }, toString: null }],
  ["true", true],
];

/** So many hard values each property meets; the next one meets the following ones. */
const EACH = 4;

/** A sample with one property missing or exchanged for hard values, for each of its properties in turn. */
export function* spoiled(schema: Schema): Generator<readonly [name: string, value: unknown]> {
  const whole = sampleOf(schema);
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) {
    yield* HARD;
    return;
  }
  for (const [at, key] of Object.keys(whole).entries()) {
    const { [key]: _, ...rest } = whole as Record<string, unknown>;
    yield [`no ${key}`, rest];
    for (let n = 0; n < EACH; n++) {
      const [name, value] = HARD[(at * EACH + n) % HARD.length] ?? ["null", null];
      yield [`${key}: ${name}`, { ...whole, [key]: value }];
    }
  }
}
