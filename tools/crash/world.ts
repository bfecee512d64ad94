import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type BenchSim, startBenchSim } from "../../bench/sim-process.ts";
import type { Truth } from "../../src/sim/sim.ts";

const BIN = fileURLToPath(new URL("../../bin/datamaster.js", import.meta.url));
const SESSION_LIMIT_MS = 120_000;

/** What the CRM was asked, as far as the proofs look at it. */
export interface CrmCounts {
  readonly requests: number;
  readonly concurrent: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<"me" | "clients" | "projects" | "phones", number>>;
}

export interface CrmStats extends CrmCounts {
  readonly pages: Readonly<Record<string, number>>;
}

export interface SessionOptions {
  /** Put before node: `strace` and its flags, say. */
  readonly wrapper?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Default: collect. */
  readonly verb?: readonly string[];
  /** Default: the world's own. */
  readonly database?: string;
  /** Let it tell on stderr what a person would be told. */
  readonly isTelling?: boolean;
}

export interface SessionEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One `datamaster collect` in a process of its own. */
export interface Session {
  readonly child: ChildProcess;
  readonly ended: Promise<SessionEnd>;
}

export interface WorldOptions {
  /** Flags of `datamaster sim`. */
  readonly crm: readonly string[];
  readonly concurrency: number;
  /** Another build than this checkout's: its bin/datamaster.js. */
  readonly bin?: string | undefined;
  /** Where the database lies on a server; default: a file in the world's folder. */
  readonly server?: ServerStore | undefined;
}

/** A database on a server: its address, and what it holds as an SQLite file, to be looked at with the same eyes. */
export interface ServerStore {
  readonly address: string;
  copyTo(file: string): void;
}

/** A CRM in a process of its own, a folder with a database, and the real command between them. */
export class World {
  readonly folder: string;
  readonly crm: BenchSim;
  readonly concurrency: number;
  readonly #bin: string;
  readonly #server: ServerStore | undefined;
  readonly #running = new Set<ChildProcess>();

  private constructor(crm: BenchSim, options: WorldOptions) {
    this.folder = mkdtempSync(join(tmpdir(), "datamaster-crash-"));
    this.crm = crm;
    this.concurrency = options.concurrency;
    this.#bin = options.bin ?? BIN;
    this.#server = options.server;
  }

  static async open(options: WorldOptions): Promise<World> {
    return new World(await startBenchSim(options.crm), options);
  }

  /** Where the database is a server's: a copy of it as it is now. */
  get database(): string {
    const file = join(this.folder, "datamaster.db");
    this.#server?.copyTo(file);
    return file;
  }

  /** Starts a collect; where the last one did not end, it continues. */
  start(options: SessionOptions = {}): Session {
    const { verb = ["collect"] } = options;
    const words = [...(options.wrapper ?? []), process.execPath, this.#bin, ...verb, "--json"];
    const source = ["--base-url", this.crm.url, "--region", "RU", "--concurrency", String(this.concurrency)];
    const store = ["--db", this.#server?.address ?? `sqlite:${options.database ?? this.database}`];
    const quiet = options.isTelling ? [] : ["--quiet"];
    const [file = "", ...args] = [...words, ...source, ...store, ...quiet, ...(options.flags ?? [])];
    const { PATH, HOME } = process.env;
    const child = spawn(file, args, {
      cwd: this.folder,
      env: { PATH, HOME, DATAMASTER_TOKEN: this.crm.token, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    return { child, ended: endOf(child).finally(() => this.#running.delete(child)) };
  }

  /** One collect to its end, whatever that is. */
  async collect(options: SessionOptions = {}): Promise<SessionEnd> {
    return await this.start(options).ended;
  }

  async truth(): Promise<Truth> {
    return await this.crm.control<Truth>("truth");
  }

  async stats(): Promise<CrmStats> {
    return await this.crm.control<CrmStats>("stats");
  }

  /** Resolves once the counts satisfy `isEnough`, or once `session` has ended; looks every few milliseconds. */
  async until(isEnough: (stats: CrmCounts) => boolean, session?: ChildProcess): Promise<void> {
    const deadline = performance.now() + SESSION_LIMIT_MS;
    for (;;) {
      const stats = await this.crm.control<CrmCounts>("stats?pages=0");
      const isOver = session !== undefined && (session.exitCode !== null || session.signalCode !== null);
      if (isOver || isEnough(stats)) return;
      if (performance.now() > deadline)
        throw new Error(`the CRM never came so far: ${JSON.stringify(stats.routes)}`);
      // To ask all the time would take the processor from those who are waited for.
      await delay(15);
    }
  }

  /** Ends all processes and removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#running) child.kill("SIGKILL");
    await this.crm.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function endOf(child: ChildProcess): Promise<SessionEnd> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, SESSION_LIMIT_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (isLate) reject(new Error(`a collect did not end within ${SESSION_LIMIT_MS / 1000} s: ${stderr}`));
      else resolve({ code, signal, stdout, stderr });
    });
  });
}
