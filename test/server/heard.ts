export interface Heard {
  /** The last that was told. */
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** The events of a stream, one after the other, as they come. */
export async function* heard(answer: Response): AsyncGenerator<Heard, undefined> {
  let [text, id] = ["", ""];
  const decoder = new TextDecoder();
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const of = (field: string): string => new RegExp(`^${field}: (.*)$`, "m").exec(frame)?.[1] ?? "";
      id = of("id") || id;
      if (of("event") !== "") yield { id, name: of("event"), data: JSON.parse(of("data")) };
    }
  }
  return undefined;
}
