import type { Cli } from "./cli.ts";
import { Screen } from "./screen.ts";

const MEGABYTE = 1e6;
/** Below this there is nothing to wait for. */
const SHORT_SECONDS = 1;

/** Shows how far a file is read that comes on stdin, while people look on. */
export class ReadingProgress {
  readonly #cli: Cli;
  readonly #screen: Screen;
  readonly #size: number | null;
  readonly #started = performance.now();
  #read = 0;

  private constructor(cli: Cli, screen: Screen, size: number | null) {
    this.#cli = cli;
    this.#screen = screen;
    this.#size = size;
  }

  /**
   * `size`: bytes of the file; null where nothing is to be shown. Answers on the same terminal leave no room for it, unless
   * they come afterwards.
   */
  static async open(
    cli: Cli,
    size: number | null,
    answers: "meanwhile" | "afterwards",
  ): Promise<ReadingProgress> {
    const hasRoom = answers === "afterwards" || cli.stdout.isTTY !== true;
    const isWanted = size !== null && cli.stderr.isTTY === true && hasRoom;
    const progress = new ReadingProgress(cli, await Screen.open(cli.stderr), isWanted ? size : null);
    if (isWanted) progress.#screen.show(() => progress.#line());
    return progress;
  }

  /** The same pieces, counted. */
  async *watch(pieces: NodeJS.ReadableStream): AsyncGenerator<Uint8Array | string> {
    for await (const piece of pieces) {
      this.#read += piece.length;
      yield piece;
    }
  }

  /** Takes the view away. */
  close(): void {
    this.#screen.hide();
  }

  #line(): string {
    const { words } = this.#cli;
    const size = this.#size ?? 0;
    const seconds = (performance.now() - this.#started) / 1000;
    const share = size === 0 ? 1 : Math.min(1, this.#read / size);
    const line = words.normalizing.progress({
      percent: Math.floor(100 * share),
      megabytes: this.#read / MEGABYTE,
      of: size / MEGABYTE,
      rate: seconds === 0 ? 0 : this.#read / MEGABYTE / seconds,
    });
    if (seconds < SHORT_SECONDS || share === 0) return line;
    const eta = words.roughly((seconds * (1 - share)) / share);
    return `${line}  ${words.normalizing.left({ eta })}`;
  }
}
