import { Writable } from "node:stream";
import type { createLogUpdate } from "log-update";
import type { OutputStream } from "./cli.ts";
import { columnsOf, createPaint, type Paint, wrap } from "./text.ts";

/** Five frames a second: smooth to the eye, nothing to the processor. */
const FRAME_MS = 200;

type Draw = Pick<ReturnType<typeof createLogUpdate>, "clear" | "done"> & ((text: string) => void);

const NOT_DRAWN: Draw = Object.assign(() => {}, { clear() {}, done() {} });

/**
 * The one way to stderr. While a live view is shown, whatever else is written (logs above all) appears above it,
 * whole: the view is cleared, the text written, the view drawn anew.
 */
export class Screen {
  readonly #stream: OutputStream;
  readonly #draw: Draw;
  readonly paint: Paint;
  /** For loggers. */
  readonly logStream: Writable;
  #view: (() => string) | null = null;
  #timer: NodeJS.Timeout | undefined;

  private constructor(stream: OutputStream, draw: Draw) {
    this.#stream = stream;
    this.#draw = draw;
    this.paint = createPaint(stream);
    this.logStream = new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        this.write(String(chunk));
        done();
      },
    });
  }

  /** The screen on a stream; the code that draws is loaded for terminals alone. */
  static async open(stream: OutputStream): Promise<Screen> {
    if (stream.isTTY !== true) return new Screen(stream, NOT_DRAWN);
    return new Screen(stream, (await import("log-update")).createLogUpdate(stream as NodeJS.WriteStream));
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  get hasColors(): boolean {
    return this.paint("red", ".") !== ".";
  }

  get columns(): number {
    return columnsOf(this.#stream);
  }

  /** Writes whole lines. */
  write(text: string): void {
    if (this.#view === null) {
      this.#stream.write(text);
      return;
    }
    this.#draw.clear();
    this.#stream.write(text);
    this.#draw(this.#view());
  }

  /** Writes one line. */
  line(text = ""): void {
    this.write(`${text}\n`);
  }

  /** Writes sentences: on a terminal no word of them is broken in two. */
  tell(text: string): void {
    const lines = this.isTerminal ? wrap(text, this.columns) : [text];
    this.write(`${lines.join("\n")}\n`);
  }

  /** Shows a view that is drawn again and again, until {@link hide}. Does nothing on what is no terminal. */
  show(view: () => string): void {
    this.hide();
    if (!this.isTerminal) return;
    this.#view = view;
    this.#draw(view());
    this.#timer = setInterval(() => this.#draw(view()), FRAME_MS).unref();
  }

  /** Takes the view away; nothing of it stays. */
  hide(): void {
    if (this.#view === null) return;
    clearInterval(this.#timer);
    this.#view = null;
    this.#draw.clear();
    this.#draw.done();
  }
}
