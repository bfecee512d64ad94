import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Admitted, RequestFacts } from "../access/access.ts";
import { DatamasterError } from "../base/errors.ts";
import { type AnyEvent, EVENT_MAY } from "../contract/events.ts";
import type { Events } from "../events/events.ts";
import { told } from "../messages/messages.ts";
import type { Authenticate } from "./guard.ts";

export interface LiveOptions {
  readonly events: Events;
  readonly authenticate: Authenticate;
  /** Told when somebody begins to follow, and every now and then while anybody does. */
  readonly onFollowed?: () => void;
  /** Streams of one person at once; default 20. */
  readonly streamsEach?: number;
}

/** One page that follows. */
interface Follower {
  readonly response: ServerResponse;
  readonly facts: RequestFacts;
  admitted: Admitted;
}

/** An event as it is kept and sent; `id` counts from 1. */
interface Frame {
  readonly id: number;
  readonly name: AnyEvent["name"];
  /** Of events of which only the newest counts; null for those that all do. */
  readonly only: string | null;
  readonly text: string;
}

const KEPT = 1_000;
const HEARTBEAT_MS = 15_000;
/** So much may wait for a client that does not read; then it is let go, and comes back with where it was. */
const MOST_WAITING = 512 * 1024;
const STREAMS_EACH = 20;
const RETRY_MS = 1_000;

/**
 * The event stream: each event is written once and sent to whoever may see it. What was told lately is kept, so that a client
 * which lost its connection goes on where it was; one that was away too long is told to load anew (`reset`).
 */
export class Live {
  readonly #followers = new Set<Follower>();
  readonly #frames: Frame[] = [];
  /** Ids of another start of the service are none of this one. */
  readonly #start = randomBytes(6).toString("base64url");
  readonly #options: LiveOptions;
  readonly #deaf: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #lastId = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#deaf = options.events.listen((event) => this.#tell(event));
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS).unref();
  }

  /** How many follow. */
  get followers(): number {
    return this.#followers.size;
  }

  /** Makes an answer a stream of events, from after `lastId` on. Throws TOO_MANY where a person has too many of them. */
  follow(response: ServerResponse, request: FollowRequest): void {
    const { admitted, facts, lastId, headers } = request;
    const most = this.#options.streamsEach ?? STREAMS_EACH;
    const own = [...this.#followers].filter((one) => one.admitted.who.id === admitted.who.id).length;
    if (own >= most) throw new DatamasterError("TOO_MANY", told("httpManyStreams", { most }));
    const follower: Follower = { response, facts, admitted };
    response.writeHead(200, {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      // A proxy that gathers answers would keep events back.
      "x-accel-buffering": "no",
    });
    response.write(`retry: ${RETRY_MS}\n\n${this.#missed(follower, lastId)}`);
    this.#followers.add(follower);
    this.#options.onFollowed?.();
    response.once("close", () => this.#followers.delete(follower));
    response.on("error", () => this.#followers.delete(follower));
  }

  /** Ends all streams; what was told before is sent. */
  close(): void {
    clearInterval(this.#heartbeat);
    this.#deaf();
    for (const { response } of this.#followers) response.end();
  }

  #tell(event: AnyEvent): void {
    this.#lastId += 1;
    const only = onlyNewest(event);
    const frame: Frame = { id: this.#lastId, name: event.name, only, text: this.#textOf(event) };
    const before = only === null ? -1 : this.#frames.findIndex((one) => one.only === only);
    if (before >= 0) this.#frames.splice(before, 1);
    this.#frames.push(frame);
    if (this.#frames.length > KEPT) this.#frames.shift();
    for (const follower of this.#followers) if (maySee(follower, frame)) send(follower, frame.text);
  }

  #textOf({ name, at, data }: AnyEvent): string {
    return `id: ${this.#idOf(this.#lastId)}\nevent: ${name}\ndata: ${JSON.stringify({ at, ...data })}\n\n`;
  }

  /** What a client has not heard; that it has to load anew where that is not known any more. */
  #missed(follower: Follower, lastId: string | null): string {
    const here = `id: ${this.#idOf(this.#lastId)}\n`;
    if (lastId === null) return `${here}event: hello\ndata: {}\n\n`;
    const [start, count] = lastId.split(".");
    const after = start === this.#start && /^\d+$/.test(count ?? "") ? Number(count) : null;
    const oldest = this.#frames.length < KEPT ? 0 : (this.#frames[0]?.id ?? 0);
    if (after === null || after < oldest || after > this.#lastId) return `${here}event: reset\ndata: {}\n\n`;
    const frames = this.#frames.filter((frame) => frame.id > after && maySee(follower, frame));
    return `${here}event: hello\ndata: {}\n\n${frames.map(({ text }) => text).join("")}`;
  }

  #idOf(count: number): string {
    return `${this.#start}.${count}`;
  }

  /** Shows every client that the connection lives, and asks anew who follows: rights that were taken away end here too. */
  async #beat(): Promise<void> {
    if (this.#followers.size > 0) this.#options.onFollowed?.();
    for (const follower of this.#followers) {
      send(follower, ": \n\n");
      const admitted = await this.#options.authenticate(follower.facts).catch(() => follower.admitted);
      if (admitted === null) follower.response.end();
      else follower.admitted = admitted;
    }
  }
}

export interface FollowRequest {
  readonly admitted: Admitted;
  readonly facts: RequestFacts;
  readonly lastId: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Of which of the kept ones an event takes the place: progress of a run says all that earlier progress did. */
function onlyNewest(event: AnyEvent): string | null {
  switch (event.name) {
    case "run.progress":
    case "run.log":
      return `${event.name} ${event.data.run}`;
    case "export.progress":
      return `${event.name} ${event.data.export}`;
    default:
      return null;
  }
}

function maySee({ admitted }: Follower, { name }: Frame): boolean {
  const may = EVENT_MAY[name];
  return may === "signed-in" || admitted.who.permissions.includes(may);
}

function send({ response }: Follower, text: string): void {
  if (response.writableLength > MOST_WAITING) response.destroy();
  else response.write(text);
}
