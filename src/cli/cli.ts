import type { Writable } from "node:stream";
import type { Messages } from "../messages/messages.ts";

/** A stream for people or programs to read; the size is known where it is a terminal. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** What a command gets from the process it runs in; commands touch `process` only through this. */
export interface Cli {
  /** Data only: rows, JSON documents. */
  readonly stdout: OutputStream;
  /** Logs, progress, summaries for people. */
  readonly stderr: OutputStream;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** What is said to people, in their language; logs and --json are English in every language. */
  readonly words: Messages;
  /** Working directory. */
  readonly cwd: string;
  /** How this program was called, fit to be pasted before a verb: `npx datamaster`. */
  readonly invocation: string;
  /** Aborts at the first SIGINT or SIGTERM; the second ends the process with 130. */
  readonly signal: AbortSignal;
  /** Sets the exit code of the process; the highest-ranking one asked for wins. */
  exit(code: number): void;
}

/** From the strongest to the weakest: where several codes hold, the first of them is the process's. */
const EXIT_RANKING = [130, 2, 1, 5, 4, 3, 0];

/** The exit code that stands when both hold. */
export function strongerExit(one: number, other: number): number {
  return EXIT_RANKING.indexOf(one) < EXIT_RANKING.indexOf(other) ? one : other;
}
