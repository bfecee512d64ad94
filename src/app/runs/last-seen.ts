import type { Confirmed } from "../../store/store.ts";
import { type HeldColumns, STILL } from "../numbers/held-columns.ts";

type Ask = (project: number, before: number | null) => Confirmed;

/** No database has more projects. */
const PROJECTS = 2 ** 32;
const UNASKED = 0xffff_ffff;
const NEVER_READ = 0xffff_fffe;

/** What the store told of projects already; good for as long as no run goes on. */
export class ConfirmedMemory {
  /** By run and place of the project: the last run before that one which confirmed it, 0 where none did. */
  readonly before = new Map<number, number>();
  /** By the place of the project: the last run that confirmed it. */
  readonly now: Uint32Array;
  /** Of all numbers, over all projects. */
  all: Uint32Array | null = null;

  constructor(projects: number) {
    this.now = new Uint32Array(projects).fill(UNASKED);
  }
}

/** Tells in which run a number was last seen, as exports do: what confirmed projects is asked of the store once. */
export class LastSeen {
  readonly #columns: HeldColumns;
  readonly #memory: ConfirmedMemory;
  readonly #ask: Ask;

  constructor(columns: HeldColumns, memory: ConfirmedMemory, ask: Ask) {
    this.#columns = columns;
    this.#memory = memory;
    this.#ask = ask;
  }

  /** The last run that confirmed the number in one of the marked projects; the run that brought it where none has since. */
  of(row: number, marked: Uint8Array | null): number {
    const { starts, from, to, projects } = this.#columns;
    const end = starts[row + 1] ?? 0;
    let [last, newest] = [0, 0];
    for (let stay = starts[row] ?? 0; stay < end; stay++) {
      const project = projects[stay] ?? 0;
      if (marked !== null && marked[project] !== 1) continue;
      const [began, ended] = [from[stay] ?? 0, to[stay] ?? 0];
      const run = ended === STILL ? this.#now(project, began) : this.#before(project, ended);
      if (run >= began && run > last) last = run;
      if (began > newest) newest = began;
    }
    return last === 0 ? newest : last;
  }

  /** Of each number, over all projects. */
  all(): Uint32Array {
    this.#memory.all ??= this.#all();
    return this.#memory.all;
  }

  #all(): Uint32Array {
    const { size, starts, from, to, projects, names } = this.#columns;
    const { now } = this.#memory;
    for (let project = 0; project < names.projects.length; project++) this.#now(project, 0);
    const runs = new Uint32Array(size);
    for (let row = 0; row < size; row++) {
      const stay = starts[row] ?? 0;
      const run = now[projects[stay] ?? 0] ?? 0;
      // Of most numbers: one stay that goes on, in a project that was read since.
      const isPlain = (starts[row + 1] ?? 0) === stay + 1 && to[stay] === STILL && run !== NEVER_READ;
      runs[row] = isPlain && run >= (from[stay] ?? 0) ? run : this.of(row, null);
    }
    return runs;
  }

  #now(project: number, began: number): number {
    const { now } = this.#memory;
    if (now[project] === UNASKED) {
      const { read, unchanged } = this.#ask(this.#idOf(project), null);
      now[project] = read === null ? NEVER_READ : Math.max(read, unchanged ?? 0);
    }
    const run = now[project] ?? 0;
    return run === NEVER_READ ? began : run;
  }

  #before(project: number, run: number): number {
    const { before } = this.#memory;
    const key = run * PROJECTS + project;
    const known = before.get(key);
    if (known !== undefined) return known;
    const { read, unchanged } = this.#ask(this.#idOf(project), run);
    const last = Math.max(read ?? 0, unchanged ?? 0);
    before.set(key, last);
    return last;
  }

  #idOf(project: number): number {
    return this.#columns.names.projects[project]?.id ?? 0;
  }
}
