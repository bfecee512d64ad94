import { createRequire } from "node:module";
import pino from "pino";
import { maskNumbers } from "./mask.ts";
import { printable } from "./printable.ts";

export type Logger = pino.Logger;
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ["pretty", "json"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly stream: NodeJS.WritableStream;
  readonly color: boolean;
}

/** Masks numbers in every text of a log field, however deep, and what acts on a terminal; field names stay. */
function maskDeep(value: unknown): unknown {
  if (typeof value === "string") return printable(maskNumbers(value));
  if (typeof value === "bigint") return maskNumbers(String(value));
  if (value instanceof Error) return { ...maskError(value) };
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskDeep(inner)]));
  }
  return value;
}

function maskError(error: Error): Record<string, unknown> {
  const fields = {
    type: error.name,
    message: maskNumbers(error.message),
    stack: maskNumbers(error.stack ?? ""),
  };
  return error.cause instanceof Error ? { ...fields, cause: maskError(error.cause) } : fields;
}

/** A pino logger that writes to `stream` and shows no full phone number in messages, fields or errors. */
export function createLogger(options: LogOptions): Logger {
  const target = options.format === "json" ? options.stream : prettyLines(options);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => maskDeep(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args.map((arg) =>
            typeof arg === "string" ? printable(maskNumbers(arg)) : arg,
          );
          method.apply(this, [first, ...rest] as Parameters<typeof method>);
        },
      },
    },
    target,
  );
}

/** For people to read. What lays the lines out is loaded at the first of them: most commands log none. */
function prettyLines({ color, stream }: LogOptions): pino.DestinationStream {
  let lines: NodeJS.WritableStream | undefined;
  return {
    write(line) {
      lines ??= prettyStream(color, stream);
      lines.write(line);
    },
  };
}

function prettyStream(color: boolean, stream: NodeJS.WritableStream): NodeJS.WritableStream {
  const pretty = createRequire(import.meta.url)("pino-pretty") as typeof import("pino-pretty");
  return pretty({
    colorize: color,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
    destination: stream,
    sync: true,
  });
}
