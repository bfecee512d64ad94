import { hash32 } from "./random.ts";

/** Where a cursor points: after this record of this project. */
export interface CursorPlace {
  readonly projectId: number;
  readonly afterId: number;
  /** Cursors of an earlier epoch have expired. */
  readonly epoch: number;
}

/** An opaque cursor; the sum at its end makes a guessed or cut one malformed. */
export function encodeCursor(place: CursorPlace): string {
  const text = `${place.projectId}.${place.afterId}.${place.epoch}`;
  return Buffer.from(`${text}.${hash32("cursor", text).toString(36)}`).toString("base64url");
}

/** Undefined for anything that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string): CursorPlace | undefined {
  const [projectId, afterId, epoch] = Buffer.from(cursor, "base64url").toString().split(".").map(Number);
  if (projectId === undefined || afterId === undefined || epoch === undefined) return undefined;
  const place = { projectId, afterId, epoch };
  return encodeCursor(place) === cursor ? place : undefined;
}
