import { RecordGatherer } from "./gather.ts";
import { bytesOf, type ColumnAsked, findColumn, readOpening } from "./opening.ts";
import { eachCell } from "./records.ts";

/**
 * Calls back with the text of one column in each record of a table, a text file of a value a line being one too; `record`
 * counts from 1, a header included. A byte order mark is left out, memory does not grow with the input. Rejects with
 * whatever the input rejects with, USAGE where it is not as asked.
 */
export async function forEachValue(
  input: AsyncIterable<Uint8Array | string>,
  asked: ColumnAsked,
  header: boolean,
  onValue: (text: string, record: number) => void,
): Promise<void> {
  const pieces = input[Symbol.asyncIterator]();
  const opening = await readOpening(pieces);
  const place = findColumn(opening, asked, header);
  const gatherer = new RecordGatherer(place, false);
  let spare: SharedArrayBuffer | undefined;
  let record = 0;
  const take = (): void => {
    if (gatherer.whole === 0) return;
    const { buffer, length } = gatherer.take(spare);
    spare = buffer;
    eachCell(new Uint8Array(buffer), length, place, (bytes, start, end) => {
      record++;
      if (header && record === 1) return;
      onValue(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString(), record);
    });
  };
  gatherer.add(opening.bytes);
  take();
  if (!opening.isEnd) {
    for await (const piece of { [Symbol.asyncIterator]: () => pieces }) {
      gatherer.add(bytesOf(piece));
      take();
    }
  }
  gatherer.end();
  take();
}
