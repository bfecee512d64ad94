import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join, sep } from "node:path";
import { RetryableError } from "../base/errors.ts";
import { maskNumbers } from "../base/mask.ts";
import { printable } from "../base/printable.ts";
import { told } from "../messages/messages.ts";
import type { CommandOptions, DeliveryTarget, Parcel } from "./deliver.ts";
import { refused } from "./failure.ts";

/** Between asking a program to end and making it. */
const GRACE_MS = 5_000;
/** So long what a program has said last is waited for. */
const LAST_WORDS_MS = 500;
/** Of what a program wrote to stderr so much is told. */
const TOLD_LENGTH = 400;

/** A program of this machine, started without a shell; exit code 0 means that it has the files. */
export function createCommand(options: CommandOptions): DeliveryTarget {
  const [program = "", ...args] = options.run;
  return {
    place: program,
    async check() {
      if (!(await isRunnable(program, options.environment))) {
        throw refused(told("deliveryNoProgram", { program }));
      }
      return told("deliveryProgramFound", { program });
    },
    async send(parcel, { signal, onBytes }) {
      const run = { ...options, program, args, environment: { ...options.environment, ...factsOf(parcel) } };
      await execute(run, signal);
      onBytes(parcel.files.reduce((sum, { bytes }) => sum + bytes, 0));
    },
  };
}

/** One file stands in DATAMASTER_FILE too; all of them, a line each, in DATAMASTER_FILES. */
function factsOf({ delivery, source, run, startedAt, status, files }: Parcel): Record<string, string> {
  const [only] = files;
  return {
    DATAMASTER_DELIVERY: delivery,
    DATAMASTER_SOURCE: source,
    DATAMASTER_RUN: String(run),
    DATAMASTER_STARTED_AT: startedAt,
    DATAMASTER_STATUS: status,
    DATAMASTER_ROWS: String(files.reduce((sum, { rows }) => sum + rows, 0)),
    DATAMASTER_FILES: files.map(({ path }) => path).join("\n"),
    ...(files.length === 1 && only !== undefined
      ? { DATAMASTER_FILE: only.path, DATAMASTER_SHA256: only.sha256 }
      : {}),
  };
}

interface Execution extends CommandOptions {
  readonly program: string;
  readonly args: readonly string[];
}

async function execute(
  { program, args, environment, timeoutSeconds }: Execution,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(program, args, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-TOLD_LENGTH);
  });
  let isLate = false;
  let force: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill("SIGTERM");
    force ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  const late = setTimeout(() => {
    isLate = true;
    end();
  }, timeoutSeconds * 1000);
  signal.addEventListener("abort", end, { once: true });
  try {
    const how = await new Promise<{ code: number | null; name: string | null }>((resolve, reject) => {
      child.once("error", (error) => reject(refused(told("deliveryNoProgram", { program }), error)));
      child.once("close", (code, name) => resolve({ code, name }));
      // What it left running may hold its stderr open for ever.
      child.once("exit", () => void setTimeout(() => child.stderr.destroy(), LAST_WORDS_MS).unref());
    });
    signal.throwIfAborted();
    if (isLate) {
      throw new RetryableError(
        "DELIVERY_FAILED",
        told("deliveryProgramLate", { program, seconds: timeoutSeconds }),
      );
    }
    if (how.code !== 0) {
      const text = maskNumbers(printable(said)).trim();
      const ended = { program, how: String(how.code ?? how.name), said: text };
      throw new RetryableError("DELIVERY_FAILED", told("deliveryProgramFailed", ended));
    }
  } finally {
    clearTimeout(late);
    clearTimeout(force);
    signal.removeEventListener("abort", end);
  }
}

async function isRunnable(program: string, { PATH = "" }: CommandOptions["environment"]): Promise<boolean> {
  const places =
    isAbsolute(program) || program.includes(sep) || program.includes("/")
      ? [program]
      : PATH.split(delimiter).map((folder) => join(folder, program));
  const found = await Promise.all(
    places.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
