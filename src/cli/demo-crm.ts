import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";

/** The bundled CRM, running in a process of its own. */
export interface DemoCrm {
  readonly url: string;
  readonly token: string;
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  readonly pid: number | undefined;
  /** Ends it; resolves when it is gone. */
  close(): Promise<void>;
}

const TOLD = z.object({
  url: z.string(),
  token: z.string(),
  clients: z.number(),
  projects: z.number(),
  records: z.number(),
});

/** How long it may take to end when asked to; then it is ended by force. */
const GRACE_MS = 3_000;

/**
 * Starts `datamaster sim` and resolves when it listens. It ends with this process, whatever ends that: its stdin is a
 * pipe that only this process holds open. Rejects INTERNAL where it did not start, or with the signal's reason.
 */
export async function startDemoCrm(
  { clients, seed }: { readonly clients?: number; readonly seed?: number },
  signal: AbortSignal,
): Promise<DemoCrm> {
  const script = fileURLToPath(new URL("../../bin/datamaster.js", import.meta.url));
  const sizes = Object.entries({ clients, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const args = [script, "sim", "--json", "--port", "0", "--until-stdin-ends", ...sizes];
  // Detached: Ctrl-C in the terminal must stop the collect first, while its CRM still answers.
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"], detached: true });
  // It may be gone already when its stdin is closed.
  child.stdin.on("error", () => {});
  try {
    return { ...(await announced(child, signal)), pid: child.pid, close: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Its first line; a failure holds the end of what it had to say. */
async function announced(child: ChildProcess, signal: AbortSignal): Promise<z.infer<typeof TOLD>> {
  signal.throwIfAborted();
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const { stdout } = child;
  if (stdout === null) throw new DatamasterError("INTERNAL", told("demoSilent"));
  const lines = createInterface({ input: stdout });
  const stop = new AbortController();
  const failed = once(child, "exit", { signal: stop.signal }).then(() => {
    throw new DatamasterError("INTERNAL", told("demoFailed", { why: complaint.trim() }));
  });
  failed.catch(() => {});
  try {
    const all = AbortSignal.any([signal, stop.signal]);
    const [line] = await Promise.race([once(lines, "line", { signal: all }), failed]);
    return TOLD.parse(JSON.parse(String(line)));
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    stop.abort();
    lines.close();
    stdout.resume();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await gone;
  clearTimeout(timer);
}
