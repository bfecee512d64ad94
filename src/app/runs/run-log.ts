import { Writable } from "node:stream";
import { createLogger, type Logger } from "../../base/log.ts";
import { maskNumbers } from "../../base/mask.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { LogLevelName, LogLine } from "../../model/run-page.ts";

/** So many lines about single units are kept each second; of the rest, how many there were. */
const UNITS_A_SECOND = 50;
/** While nobody takes lines away, no more than these wait. */
const MOST_WAITING = 5_000;

/** Collects the lines of one run's log, numbers masked, until they are taken to be stored. */
export class RunLog {
  /** What the run logs: it is passed on to the service's own log, with the run's number, and becomes lines. */
  readonly logger: Logger;
  readonly #parent: Logger;
  readonly #now: () => Date;
  #waiting: Omit<LogLine, "seq">[] = [];
  #lastSeq = 0;
  #run: number | null = null;
  #units = 0;
  #more = { read: 0, failed: 0 };

  constructor(parent: Logger, now: () => Date = () => new Date()) {
    this.#parent = parent;
    this.#now = now;
    const stream = new Writable({
      decodeStrings: false,
      write: (line: string, _encoding, done) => {
        this.#logged(line);
        done();
      },
    });
    this.logger = createLogger({ level: "info", format: "json", stream, color: false });
  }

  /** The run is open, and its log ends with this line. */
  open(run: number, lastSeq: number): void {
    this.#run = run;
    this.#lastSeq = lastSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  add(level: LogLevelName, text: Told | string, code: string | null = null): void {
    const line =
      typeof text === "string"
        ? { text: maskNumbers(text), told: null }
        : { text: maskNumbers(text.text), told: { key: text.key, params: text.params } };
    if (this.#waiting.length < MOST_WAITING) {
      this.#waiting.push({ at: this.#now().toISOString(), level, code, ...line });
    }
  }

  /** A line about one unit, of which there may be thousands a second: `text` is made where it is kept. */
  addOfUnit(kind: "read" | "failed", text: () => Told, code: string | null = null): void {
    if (this.#units++ < UNITS_A_SECOND) this.add(kind === "read" ? "info" : "warn", text(), code);
    else this.#more[kind]++;
  }

  /** What came since it was called last, to be called each second; nothing before the run is open. */
  take(): LogLine[] {
    if (this.#run === null) return [];
    if (this.#more.read + this.#more.failed > 0) {
      this.add(this.#more.failed > 0 ? "warn" : "info", told("logMore", this.#more));
    }
    this.#units = 0;
    this.#more = { read: 0, failed: 0 };
    const taken = this.#waiting.map((line) => ({ seq: ++this.#lastSeq, ...line }));
    this.#waiting = [];
    return taken;
  }

  #logged(line: string): void {
    const { level, time: _, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const name = level === "warn" ? "warn" : level === "error" || level === "fatal" ? "error" : "info";
    const text = typeof msg === "string" ? msg : "";
    this.#parent[name]({ run: this.#run, ...fields }, text);
    this.add(name, text, typeof fields.code === "string" ? fields.code : null);
  }
}
