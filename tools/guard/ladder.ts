import { posix } from "node:path";
import { type ImportOf, type Source, type Violation, violation } from "./source.ts";

/**
 * The rooms of src/ and the rung each stands on (design.md section 5): a room imports only from rungs below its own.
 * `compose.ts` counts as a room of one file.
 */
const RUNGS: Readonly<Record<string, number>> = {
  base: 0,
  messages: 1,
  model: 1,
  sim: 1,
  config: 2,
  phone: 2,
  enrich: 2,
  events: 2,
  contract: 2,
  crm: 3,
  normalize: 3,
  limits: 3,
  store: 3,
  queue: 3,
  shared: 3,
  export: 4,
  deliver: 4,
  notify: 4,
  access: 5,
  collect: 5,
  app: 6,
  schedule: 6,
  "compose.ts": 7,
  ingest: 8,
  desk: 8,
  server: 8,
  worker: 8,
  bot: 8,
  // It starts the service.
  cli: 9,
};

/** Rooms where every file is a doorway: collections of small independent things, and the verbs, which doors load one by one. */
const OPEN_ROOMS = new Set(["base", "model", "contract", "app"]);

/** Packages that only some rooms may name; the others go through those rooms' ports. */
const HOMES: readonly { readonly packages: RegExp; readonly rooms: readonly string[] }[] = [
  { packages: /^(google-)?libphonenumber/, rooms: ["phone", "enrich"] },
  { packages: /^(node:sqlite|pg|pg-.*|kysely)$/, rooms: ["store"] },
];

/** All that base/ may name besides Node's own modules. */
const BASE_PACKAGES = /^(node:.*|pino|pino-pretty|@opentelemetry\/api)$/;

/** The room that a path below src/ lies in (`compose.ts` for itself), or undefined where it lies in none. */
export function roomOf(file: string): string | undefined {
  const room = file.split("/")[1];
  return file.startsWith("src/") && room !== undefined && Object.hasOwn(RUNGS, room) ? room : undefined;
}

/** Where a file of src/ reaches for something that the ladder keeps from it. */
export function ladderViolations(source: Source): Violation[] {
  const room = roomOf(source.file);
  if (room === undefined) {
    return [
      violation(source, source.tree, `lies in no room: the rooms are ${Object.keys(RUNGS).join(", ")}`),
    ];
  }
  return source.imports.flatMap((one) => {
    const problem = one.specifier.startsWith(".")
      ? relativeProblem(source.file, room, one)
      : packageProblem(room, one.specifier);
    return problem === undefined ? [] : [violation(source, one.node, problem)];
  });
}

function packageProblem(room: string, name: string): string | undefined {
  if (room === "base" && !BASE_PACKAGES.test(name)) {
    return `base imports only node:, pino and the OpenTelemetry API, not "${name}"`;
  }
  const home = HOMES.find((one) => one.packages.test(name));
  if (home === undefined || home.rooms.includes(room)) return undefined;
  return `only ${home.rooms.join(" and ")} may import "${name}"`;
}

function relativeProblem(file: string, room: string, { specifier }: ImportOf): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  if (target === "package.json") return undefined;
  if (!specifier.endsWith(".ts")) return `relative imports end in .ts, "${specifier}" does not`;
  if (!target.startsWith("src/")) return `"${specifier}" leaves src/`;
  const other = roomOf(target);
  if (other === undefined) return `"${specifier}" lies in no room`;
  return other === room ? undefined : crossingProblem(room, other, target);
}

function crossingProblem(room: string, other: string, target: string): string | undefined {
  const [from, to] = [RUNGS[room] ?? Number.NaN, RUNGS[other] ?? Number.NaN];
  if (!(to < from)) return `${room} (rung ${from}) may not import ${other} (rung ${to}): only rungs below`;
  if (room === "compose.ts" || other === "compose.ts" || OPEN_ROOMS.has(other)) return undefined;
  if (target === `src/${other}/${other}.ts`) return undefined;
  return `${room} enters ${other} through src/${other}/${other}.ts only, not ${target}`;
}
