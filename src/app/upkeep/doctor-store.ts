import { existsSync } from "node:fs";
import { DatamasterError, messageOf, whyOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Run } from "../../model/run.ts";
import type { RunReader, StoreHealth } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { findResumable, isWorkedOn } from "../runs/resumable.ts";
import type { DoctorTarget, Finding } from "./doctor.ts";

/** So many of the last runs are looked at. */
const LAST_RUNS = 1000;

/** Whether the database is whole, and whether what it tells of the runs asks for something to be done. */
export async function* examineStore(ports: AppPorts, target: DoctorTarget): AsyncGenerator<Finding> {
  const [file] = await ports.storeFiles();
  if (file !== undefined && !existsSync(file)) {
    yield { check: "integrity", state: "ok", detail: told("databaseNotYet", { file }) };
    return;
  }
  let health: StoreHealth;
  let reader: RunReader;
  try {
    health = await ports.inspectStore(target.full);
    yield integrityOf(health, target);
    // What a damaged database tells of its runs may be wrong.
    if (health.damages.length > 0) return;
    reader = await ports.openReader();
  } catch (error) {
    yield storeFailure(error);
    return;
  }
  try {
    const runs = reader.listRuns(null, LAST_RUNS);
    const now = Date.now();
    if (health.server === undefined) {
      yield logOf(
        health,
        runs.some((run) => isWorkedOn(run, now)),
      );
    }
    yield* runsOf(reader, runs, target, now);
    yield* unverifiedOf(health, target);
    yield* sourcesWithoutRuns(runs, target);
  } catch (error) {
    // A damaged page may lie anywhere.
    yield storeFailure(error);
  } finally {
    reader.close();
  }
}

function storeFailure(error: unknown): Finding {
  const check = "integrity";
  if (!(error instanceof DatamasterError)) {
    return { check, state: "fail", detail: messageOf(error), code: "STORE_FAILED", exit: 1 };
  }
  const { hint, code, exitCode } = error;
  const exit = exitCode === 2 ? 2 : 1;
  return { check, state: "fail", detail: whyOf(error), code, exit, ...(hint !== undefined && { fix: hint }) };
}

function integrityOf({ damages, version, server, bytes }: StoreHealth, { full }: DoctorTarget): Finding {
  const check = "integrity";
  if (server !== undefined) {
    const { version: program, address, encrypted, answersInMs } = server;
    const facts = { address, program, encrypted, answersInMs, version, megabytes: bytes / 1e6 };
    return { check: "server", state: "ok", detail: told("serverAnswers", facts) };
  }
  const [first] = damages;
  if (first === undefined) {
    return { check, state: "ok", detail: told("databaseWhole", { version, indexes: full }) };
  }
  return {
    check,
    state: "fail",
    detail: told("databaseFaulty", { first, more: damages.length - 1 }),
    code: "STORE_FAILED",
    exit: 1,
  };
}

/** A process that ended in order leaves no write-ahead log behind. */
function logOf({ walBytes }: StoreHealth, isWorking: boolean): Finding {
  const check = "write-ahead log";
  if (walBytes === 0) return { check, state: "ok", detail: told("logEmpty") };
  const megabytes = Math.ceil(walBytes / 1e6);
  if (isWorking) return { check, state: "ok", detail: told("logInUse", { megabytes }) };
  return { check, state: "warn", detail: told("logLeft", { megabytes }) };
}

function* runsOf(
  reader: RunReader,
  runs: readonly Run[],
  target: DoctorTarget,
  now: number,
): Generator<Finding> {
  const check = "runs";
  const newest = [...new Map(runs.toReversed().map((run) => [run.source, run])).values()];
  const open = newest.filter((run) => !isWorkedOn(run, now) && /^(running|stopped|failed)$/.test(run.status));
  for (const run of open) {
    const canResume = findResumable(reader, run.source, null, now)?.run === run.run;
    const fix = canResume ? `${target.invocation} resume ${run.run}` : `${target.invocation} collect`;
    const { run: number, source, status } = run;
    yield { check, state: "warn", detail: told("runUnfinished", { run: number, source, status, fix }) };
  }
  if (open.length === 0) yield { check, state: "ok", detail: told("runsGood", { runs: runs.length }) };
}

function* unverifiedOf({ unverified }: StoreHealth, { invocation }: DoctorTarget): Generator<Finding> {
  const check = "unverified";
  if (unverified.length === 0) yield { check, state: "ok", detail: told("allVerified") };
  for (const { source, projects } of unverified) {
    yield {
      check,
      state: "warn",
      detail: told("unverifiedLeft", { source, projects, show: `${invocation} runs show` }),
    };
  }
}

function* sourcesWithoutRuns(
  runs: readonly Run[],
  { sources, invocation }: DoctorTarget,
): Generator<Finding> {
  const known = new Set(runs.map(({ source }) => source));
  for (const { name } of sources) {
    if (name === null || known.has(name)) continue;
    const fix = `${invocation} collect ${name}`;
    yield { check: "sources", state: "warn", detail: told("neverCollected", { source: name, fix }) };
  }
}
