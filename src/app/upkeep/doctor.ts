import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { examineClock } from "./doctor-clock.ts";
import { examineFiles } from "./doctor-files.ts";
import { examineRegisters } from "./doctor-registers.ts";
import { examineStore } from "./doctor-store.ts";
import { examineTokens } from "./doctor-tokens.ts";

/** One thing looked at: what was found, and where it is not well, what to do. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly state: "ok" | "warn" | "fail";
  /** Its hint is what to do. */
  readonly detail: Told | string;
  /** What to do, where `detail` has no hint. */
  readonly fix?: string;
  /** Of the error that makes it a failure. */
  readonly code?: string;
  /** Exit code that a failure asks for: 1 try again, 2 mend something first. */
  readonly exit?: 1 | 2;
}

/** A finding as programs and reports read it: in English, with its fix beside it. */
export function plainFinding({ detail, fix, ...rest }: Finding): Record<string, unknown> {
  const [text, hint = fix] = typeof detail === "string" ? [detail] : [detail.text, detail.hint];
  return { ...rest, detail: text, ...(hint !== undefined && { fix: hint }) };
}

/** What is to be looked at; files need not exist. */
export interface DoctorTarget {
  readonly programVersion: string;
  /** Of this program, fit to be pasted before a verb. */
  readonly invocation: string;
  readonly configFile: string | null;
  readonly dotenvFile: string;
  readonly sources: readonly DoctorSource[];
  /** Compare the database's indexes with its tables too. */
  readonly full: boolean;
}

/** `token` is empty where it is not set: nothing is asked then. */
export interface DoctorSource extends SourceOptions {
  /** How people know it. */
  readonly shown: string;
}

const OLDEST_NODE = 24;
const DAY_MS = 24 * 3600 * 1000;
/** Numbering plans change some ten times a year. */
const OLD_TABLE_DAYS = 90;

/**
 * Looks over this installation and its surroundings; yields a finding at a time, in a fixed order. Changes nothing.
 * `ports` is null where the config is too wrong to tell the store and the sources.
 */
export async function* examine(
  ports: AppPorts | null,
  target: DoctorTarget,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  yield* examineVersions(target.programVersion);
  yield await examineNumberTable(Date.now());
  if (ports !== null) yield* examineRegisters(ports.ranges, Date.now());
  const files = ports === null ? [] : await ports.storeFiles();
  yield* examineFiles(target, files);
  if (ports === null) return;
  yield* examineTokens(ports, target.sources);
  yield* examineStore(ports, target);
  for (const source of target.sources) {
    signal.throwIfAborted();
    yield await examineClock(ports, source, signal);
  }
}

function* examineVersions(program: string): Generator<Finding> {
  yield { check: "program", state: "ok", detail: told("programVersion", { version: program }) };
  const { node, sqlite } = process.versions;
  const system = `${process.platform} ${process.arch}`;
  const isOld = Number(node.split(".")[0]) < OLDEST_NODE;
  yield isOld
    ? {
        check: "node",
        state: "fail",
        detail: told("nodeOld", { version: node, needed: OLDEST_NODE }),
        exit: 2,
      }
    : { check: "node", state: "ok", detail: told("nodeGood", { version: node, system }) };
  yield { check: "sqlite", state: "ok", detail: told("sqliteVersion", { version: sqlite ?? "" }) };
}

async function examineNumberTable(now: number): Promise<Finding> {
  // The tables are large, and no other verb of this room needs them.
  const { numberTableReleased } = await import("../../phone/phone.ts");
  const released = numberTableReleased();
  const check = "number table";
  if (released === null) return { check, state: "warn", detail: told("tableUnknown") };
  const days = Math.floor((now - Date.parse(released)) / DAY_MS);
  return days > OLD_TABLE_DAYS
    ? { check, state: "warn", detail: told("tableOld", { released, days }) }
    : { check, state: "ok", detail: told("tableGood", { released, days }) };
}
