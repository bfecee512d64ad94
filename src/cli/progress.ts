import type { CollectWatcher } from "../app/runs/start-run.ts";
import type { Told } from "../base/told.ts";
import type { ProgressSnapshot, RunProgress } from "../collect/collect.ts";
import { english, type Messages, say } from "../messages/messages.ts";
import type { Context } from "./context.ts";
import { progressLine, renderView } from "./live-view.ts";
import { wrap } from "./text.ts";

/** How often progress is told where no live view can be shown, and how often it is looked at: rates are those of the last seconds. */
const SECONDS_A_LINE = 10;
/** Where the run waits for a quota or for hours, which may take all night. */
const SECONDS_A_LINE_WAITING = 600;
const LOOK_EVERY_MS = 1_000;

/** Shows a collect while it goes: live on a terminal, else a line now and then; nothing with --quiet. */
export class ProgressView {
  readonly #context: Context;
  #timer: NodeJS.Timeout | undefined;
  #progress: RunProgress | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  /** What failed on the way so far, by error code. */
  get limitFound(): number | null {
    return this.#progress?.snapshot().limitFound ?? null;
  }

  get failures(): ReadonlyMap<string, number> {
    return this.#progress?.snapshot().failures ?? new Map();
  }

  /** Before the run is open: the first answer of a slow CRM can take seconds. */
  connect(host: string): void {
    if (this.#isLive) this.#context.screen.show(() => this.#words.run.asking({ host }));
  }

  /** Why and until when nothing is asked yet. */
  readonly wait = (why: Told | string | null): void => {
    const { screen, quiet } = this.#context;
    screen.hide();
    if (why === null || quiet) return;
    const text = (words: Messages): string => words.run.live.waiting({ why: say(words, why).text });
    if (this.#isLive) screen.show(() => wrap(text(this.#words), screen.columns - 1).join("\n"));
    else this.#say(text);
  };

  readonly watch: CollectWatcher = ({ run, resumed, progress }) => {
    const { screen, cli, quiet } = this.#context;
    screen.hide();
    this.#progress = progress;
    if (quiet) return;
    if (resumed) {
      const { done, total } = progress.snapshot().projects;
      const { run: number, startedAt } = run;
      this.#say((words) => words.run.continuing({ run: number, startedAt, done, total }));
    }
    if (this.#isLive) {
      const { paint } = screen;
      screen.show(() =>
        renderView(progress.snapshot(), {
          columns: screen.columns,
          paint,
          words: cli.words,
          stopping: cli.signal.aborted,
        }),
      );
      return;
    }
    cli.signal.addEventListener("abort", this.#tellStop, { once: true });
    let [looks, waited] = [0, false];
    this.#timer = setInterval(() => {
      const now = progress.snapshot();
      const waits = now.parked !== null && now.parked.givesUpAt === null;
      if (++looks % (waits ? SECONDS_A_LINE_WAITING : SECONDS_A_LINE) === 0 || waits !== waited)
        this.#tell(now);
      waited = waits;
    }, LOOK_EVERY_MS).unref();
  };

  /** Takes the view away. */
  close(): void {
    clearInterval(this.#timer);
    this.#context.cli.signal.removeEventListener("abort", this.#tellStop);
    this.#context.screen.hide();
  }

  get #words(): Messages {
    return this.#context.cli.words;
  }

  get #isLive(): boolean {
    const { screen, format, quiet } = this.#context;
    return screen.isTerminal && format === "pretty" && !quiet;
  }

  readonly #tellStop = (): void => {
    this.#say((words) => words.run.stoppingLine);
  };

  #say(text: (words: Messages) => string): void {
    const { screen, format, ports } = this.#context;
    if (format === "json") ports.log.info(text(english));
    else screen.line(text(this.#words));
  }

  #tell(now: ProgressSnapshot): void {
    const { screen, format, ports } = this.#context;
    if (format === "json") ports.log.info({ ...now, failures: Object.fromEntries(now.failures) }, "progress");
    else screen.line(progressLine(now, this.#words));
  }
}
