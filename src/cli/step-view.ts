import type { BackupProgress } from "../store/store.ts";
import type { Context } from "./context.ts";

/** Shows on a terminal which step of something long goes on, and how much of it is done. */
export class StepView {
  readonly #context: Context;
  #now: BackupProgress | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  tell(progress: BackupProgress): void {
    const { screen, quiet, format, json, cli } = this.#context;
    const isFirst = this.#now === null;
    this.#now = progress;
    if (!isFirst || quiet || json || format === "json" || cli.stderr.isTTY !== true) return;
    screen.show(() => this.#line());
  }

  #line(): string {
    if (this.#now === null) return "";
    const { steps } = this.#context.cli.words.backups;
    return `${steps[this.#now.step]} ${Math.floor(100 * Math.min(1, this.#now.done))}%`;
  }

  end(): void {
    this.#context.screen.hide();
  }
}
