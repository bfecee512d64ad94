/** One event of the service, as it came: its name and data, and the id that a later connection resumes from. */
export interface LiveEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** Reads `text/event-stream` as it comes; hand the pieces to `push`. Comments and unknown fields are passed over. */
export class StreamReader {
  readonly #heard: (event: LiveEvent) => void;
  #rest = "";
  #id = "";
  #name = "";
  #data: string[] = [];

  constructor(heard: (event: LiveEvent) => void) {
    this.#heard = heard;
  }

  push(piece: string): void {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === "") {
      this.#end();
      return;
    }
    const colon = line.indexOf(":");
    const [field, value] =
      colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#name = value;
    else if (field === "id") this.#id = value;
  }

  #end(): void {
    const [name, text] = [this.#name || "message", this.#data.join("\n")];
    this.#name = "";
    this.#data = [];
    if (text === "" && name === "message") return;
    this.#heard({ id: this.#id, name, data: readJson(text) });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
