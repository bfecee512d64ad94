import type { SeededRandom } from "./random.ts";
import type { Operation } from "./recording.ts";

/** Disks write sectors whole; what is larger can be torn. */
const SECTOR = 512;

type Change = Extract<Operation, { kind: "write" | "truncate" }>;

interface File {
  /** What the last fsync made safe. */
  safe: Buffer;
  /** What came after it. */
  readonly pending: Change[];
}

/** What a power cut leaves: names and bytes. */
export type Remains = ReadonlyMap<string, Buffer>;

/**
 * A disk under power cuts, worked off operation by operation. What was written before the last fsync of a file is
 * safe; any part of what came later may be there or not. Names that came or went since the last fsync of their folder
 * may have or not, in their order.
 */
export class DiskImage {
  readonly #files = new Map<number, File>();
  #nextFile = 0;
  /** Which file a name means now, and which it is sure to mean after a cut. */
  readonly #names = new Map<string, number>();
  #safeNames = new Map<string, number>();
  #pendingNames: (readonly [name: string, file: number | null])[] = [];

  apply(operation: Operation): void {
    switch (operation.kind) {
      case "create":
        if (!this.#names.has(operation.path)) this.#create(operation.path);
        break;
      case "remove":
        this.#names.delete(operation.path);
        this.#pendingNames.push([operation.path, null]);
        break;
      case "write":
      case "truncate":
        this.#fileOf(operation.path).pending.push(operation);
        break;
      case "sync":
        this.#sync(operation.path);
        break;
      case "sync-folder":
        this.#safeNames = new Map(this.#names);
        this.#pendingNames = [];
        break;
      case "request":
        break;
    }
  }

  /** Everything that was written: what a killed process leaves. */
  whole(): Remains {
    return new Map(
      [...this.#names].map(([name, file]) => [name, contentOf(this.#files.get(file), () => true)]),
    );
  }

  /** What one possible power cut leaves. */
  cut(random: SeededRandom): Remains {
    const names = new Map(this.#safeNames);
    for (const [name, file] of this.#pendingNames.slice(0, random.below(this.#pendingNames.length + 1))) {
      if (file === null) names.delete(name);
      else names.set(name, file);
    }
    const share = random.below(5) / 4;
    return new Map(
      [...names].map(([name, file]) => [
        name,
        contentOf(this.#files.get(file), (change) => fate(change, share, random)),
      ]),
    );
  }

  #create(path: string): number {
    const file = this.#nextFile++;
    this.#files.set(file, { safe: Buffer.alloc(0), pending: [] });
    this.#names.set(path, file);
    this.#pendingNames.push([path, file]);
    return file;
  }

  #fileOf(path: string): File {
    const file = this.#files.get(this.#names.get(path) ?? this.#create(path));
    if (file === undefined) throw new Error(`no file ${path}`);
    return file;
  }

  #sync(path: string): void {
    const file = this.#fileOf(path);
    file.safe = contentOf(file, () => true);
    file.pending.length = 0;
  }
}

/** True for kept, false for lost, or the sectors of a write that are kept. */
type Fate = boolean | ((sector: number) => boolean);

function fate(change: Change, share: number, random: SeededRandom): Fate {
  const canTear = share < 1 && change.kind === "write" && change.bytes.length > SECTOR;
  if (canTear && random.chance(0.15)) {
    return () => random.chance(0.5);
  }
  return random.chance(share);
}

function contentOf(file: File | undefined, fateOf: (change: Change) => Fate): Buffer {
  const safe = file?.safe ?? Buffer.alloc(0);
  const pending = file?.pending ?? [];
  const room = Math.max(safe.length, ...pending.map(endOf));
  const content = Buffer.alloc(room);
  safe.copy(content);
  let size = safe.length;
  for (const change of pending) {
    const kept = fateOf(change);
    if (kept === false) continue;
    if (change.kind === "truncate") {
      content.fill(0, change.size);
      size = change.size;
    } else {
      put(content, change.offset, change.bytes, kept);
      size = Math.max(size, endOf(change));
    }
  }
  return content.subarray(0, size);
}

function endOf(change: Change): number {
  return change.kind === "truncate" ? change.size : change.offset + change.bytes.length;
}

function put(content: Buffer, offset: number, bytes: Buffer, kept: Exclude<Fate, false>): void {
  if (kept === true) {
    bytes.copy(content, offset);
    return;
  }
  for (let at = 0; at < bytes.length; ) {
    // Sectors are those of the file, not of the write.
    const end = Math.min(bytes.length, at + SECTOR - ((offset + at) % SECTOR));
    if (kept(Math.floor((offset + at) / SECTOR))) bytes.copy(content, offset + at, at, end);
    at = end;
  }
}
