import type { MessagePort } from "node:worker_threads";
import type { SqlValue } from "../sql/sql.ts";
import type { ServerAddress } from "./address.ts";

/** What the thread of connections is told of a new one. */
export interface ServerConnectionData {
  readonly address: ServerAddress;
  readonly port: MessagePort;
  /** {@link ANSWERS} and {@link BEATS}, shared with the caller that waits for them. */
  readonly signal: Int32Array;
}

/** How many answers were posted; how often the thread showed that it lives. */
export const ANSWERS = 0;
export const BEATS = 1;

/** One statement. Answers come in the order of calls; one without `id` is not answered, and where it fails, the next one is. */
export interface ServerCall {
  readonly id: number | null;
  /** Null: end the connection. */
  readonly text: string | null;
  /** Null: several statements without values, one after the other. */
  readonly values: readonly SqlValue[] | null;
  /** Under which name the statement is kept prepared; null for one that is said once. */
  readonly name: string | null;
  readonly bigints: boolean;
}

export interface ServerResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** How many rows were changed or read. */
  readonly count: number;
  /** The command that was run, in PostgreSQL's words: a COMMIT of what had failed is a ROLLBACK. */
  readonly command: string;
}

/** Stands for what has no code and kept a connection from being made. */
export const NOT_CONNECTED = "not connected";

/** What went wrong, as plain data: an error of the server has an SQLSTATE, one of the system a name like ECONNREFUSED. */
export interface ServerFault {
  readonly code: string | null;
  readonly message: string;
}

export type ServerAnswer =
  | { readonly id: number; readonly result: ServerResult }
  | { readonly id: number; readonly fault: ServerFault };
