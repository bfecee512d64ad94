const STRING = 2;

/** Reads a flat BSON document of texts (bsonspec.org, version 1.1). Throws where it holds anything else. */
export function readTexts(bytes: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  // After the document's length each element is its kind, its name up to a zero byte, and its value.
  let at = 4;
  for (let kind = bytes[at]; kind !== 0; kind = bytes[at]) {
    if (kind !== STRING) throw new RangeError(`an element of kind ${kind} where texts are expected`);
    const nameEnd = bytes.indexOf(0, at);
    const textAt = nameEnd + 5;
    const end = textAt + bytes.readInt32LE(nameEnd + 1);
    texts.set(bytes.toString("latin1", at + 1, nameEnd), bytes.toString("utf8", textAt, end - 1));
    at = end;
  }
  return texts;
}
