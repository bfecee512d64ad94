import type { Client } from "pg";
import { monotonicMs } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import { connect } from "./connect.ts";
import {
  ANSWERS,
  BEATS,
  NOT_CONNECTED,
  type ServerAnswer,
  type ServerCall,
  type ServerConnectionData,
  type ServerFault,
  type ServerResult,
} from "./protocol.ts";
import { typesOf } from "./values.ts";

const BEAT_MS = 1_000;
/** A statement may take long; after so much silence another connection asks whether the server still is there. */
const SILENT_MS = 20_000;
/** So often it is asked before it counts as gone. */
const MOST_ASKED = 3;

/**
 * Serves the calls of one connection until the port is closed. The first call waits for the connection; where there
 * is none any more, each is answered with what ended it.
 */
export function serveConnection({ address, port, signal }: ServerConnectionData): void {
  let deferred: ServerFault | null = null;
  let busySince: number | null = null;
  let lost: ServerFault | null = null;
  const answer = (message: ServerAnswer) => {
    port.postMessage(message);
    Atomics.add(signal, ANSWERS, 1);
    Atomics.notify(signal, ANSWERS);
  };
  const lose = (fault: ServerFault) => {
    lost ??= fault;
  };
  const connecting = connect(address).catch((error) => {
    // What the driver says of a connection that never was has no code of its own.
    const { code, message } = faultOf(error);
    throw Object.assign(new Error(message), { code: code ?? NOT_CONNECTED });
  });
  connecting.then((client) => client.on("error", (error) => lose(faultOf(error)))).catch(() => {});

  const serve = async (call: ServerCall): Promise<void> => {
    busySince = monotonicMs();
    try {
      if (lost !== null) throw lost;
      const result = await runOn(await connecting, call);
      if (call.id === null) return;
      if (deferred === null) answer({ id: call.id, result });
      else answer({ id: call.id, fault: deferred });
      deferred = null;
    } catch (error) {
      const fault = faultOf(error);
      if (call.id === null) deferred ??= fault;
      else {
        answer({ id: call.id, fault: deferred ?? fault });
        deferred = null;
      }
    } finally {
      busySince = null;
    }
  };

  let last: Promise<void> = Promise.resolve();
  port.on("message", (call: ServerCall) => {
    last = last.then(() => serve(call));
  });
  const beat = setInterval(() => Atomics.add(signal, BEATS, 1), BEAT_MS);
  const witness = watch(
    () => busySince,
    () => connect(address),
    async (why) => {
      lose(why);
      const client = await connecting;
      // Ends the statement that waits, with what is told then.
      (
        client as unknown as { connection: { stream: { destroy(error: Error): void } } }
      ).connection.stream.destroy(Object.assign(new Error(why.message), { code: why.code }));
    },
  );
  port.on("close", () => {
    clearInterval(beat);
    clearInterval(witness);
    void connecting.then((client) => client.end()).catch(() => {});
  });
}

const NOTHING: ServerResult = { columns: [], rows: [], count: 0, command: "" };

async function runOn(client: Client, { text, values, name, bigints }: ServerCall): Promise<ServerResult> {
  if (text === null) {
    await client.end();
    return NOTHING;
  }
  const given = values === null ? {} : { values: [...values] };
  const named = name === null ? {} : { name };
  const found = await client.query<unknown[]>({
    text,
    rowMode: "array",
    types: typesOf(bigints),
    ...given,
    ...named,
  });
  // Of several statements, the last one.
  const result = Array.isArray(found) ? (found.at(-1) as typeof found) : found;
  return {
    columns: result.fields.map((field) => field.name),
    rows: result.rows as ServerResult["rows"],
    count: result.rowCount ?? 0,
    command: result.command,
  };
}

/** Looks whether the server answers others where it has been silent for long. */
function watch(
  busySince: () => number | null,
  ask: () => Promise<Client>,
  isGone: (why: ServerFault) => Promise<void>,
): NodeJS.Timeout {
  let asking = false;
  let failed = 0;
  const look = async () => {
    const since = busySince();
    if (asking || since === null || monotonicMs() - since < SILENT_MS) return;
    asking = true;
    try {
      await (await ask()).end();
      failed = 0;
    } catch (error) {
      failed++;
      if (failed >= MOST_ASKED) await isGone(faultOf(error));
    } finally {
      asking = false;
    }
  };
  return setInterval(() => void look(), BEAT_MS);
}

function faultOf(error: unknown): ServerFault {
  if (isFault(error)) return error;
  const code = (error as { code?: unknown } | null)?.code;
  // Node gathers what each of a host's addresses said.
  const message = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : messageOf(error);
  return { code: typeof code === "string" ? code : null, message };
}

function isFault(error: unknown): error is ServerFault {
  return !(error instanceof Error) && typeof (error as ServerFault | null)?.message === "string";
}
