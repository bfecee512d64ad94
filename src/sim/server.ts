import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { monotonicMs } from "../base/clock.ts";
import { readTarget, type Target } from "./api.ts";
import { answerControl, CONTROL_PATH } from "./control.ts";
import type { Fault } from "./faults.ts";
import type { Page } from "./pages.ts";
import { problemBody, RequestProblem } from "./problem.ts";
import { type Answer, sendAnswer } from "./send.ts";
import type { SimState } from "./state.ts";
import { type TlsKind, tlsMaterial } from "./tls.ts";

interface Decision {
  readonly answer: Answer;
  readonly fault?: Fault | undefined;
  /** The page that a whole 200 is counted for. */
  readonly key?: string | undefined;
}

/** The HTTP side of the simulator. */
export class SimServer {
  readonly #state: SimState;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(state: SimState, tls: TlsKind | undefined) {
    this.#state = state;
    const listener: RequestListener = (req, res) => this.#handle(req, res);
    this.#server = tls === undefined ? createServer(listener) : createTlsServer(tlsMaterial(tls), listener);
    // Longer than any client keeps its own side open, so that no request meets a closing connection.
    this.#server.keepAliveTimeout = 600_000;
    this.#server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => socket.destroy());
    });
  }

  /** Resolves with the port when it listens; port 0 takes any free one. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Drops every connection, answered or not, and resolves when the port is free. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await closed;
  }

  #handle(req: IncomingMessage, res: ServerResponse): void {
    const url = req.url ?? "/";
    if (url.startsWith(CONTROL_PATH)) {
      void answerControl(this.#state, req, res);
      return;
    }
    const { counter, tokens } = this.#state;
    if (tokens.answers(req, res)) return;
    const now = monotonicMs();
    counter.arrived(now);
    res.once("close", () => counter.ended());
    const target = readTarget(url);
    const { answer, fault, key } = this.#decide(req, url, target, now);
    counter.decided(now, target.route, fault ?? String(answer.status));
    const sendNow = (): void => {
      if (fault === undefined || fault === "drip") this.#countWhole(res, answer, key);
      sendAnswer(res, answer, fault, this.#state.config().dripMs, (ms, step) => this.#later(ms, step));
    };
    const send = (): void => {
      if (target.route === "phones") this.#state.hold.pass(sendNow, () => res.closed);
      else sendNow();
    };
    const { latencyMs, jitterMs } = this.#state.config();
    if (latencyMs + jitterMs > 0) this.#later(latencyMs + jitterMs * Math.random(), send);
    else send();
  }

  #countWhole(res: ServerResponse, answer: Answer, key: string | undefined): void {
    const { body, status } = answer;
    if (status !== 200 || key === undefined || body === null) return;
    res.once("finish", () => this.#state.counter.servedPage(key, body.length));
  }

  #decide(req: IncomingMessage, url: string, target: Target, now: number): Decision {
    const { gate, faults } = this.#state;
    let headers: readonly string[] = [];
    try {
      gate.checkAccess(req.headers.authorization);
      const rate = gate.takeRate(now);
      if (rate !== undefined) headers = gate.rateHeaders(rate);
      if (rate?.accepted === false) throw new RequestProblem(429, "Too many requests.");
      gate.takeQuota();
      if (req.method !== "GET") throw new RequestProblem(405, "This API is read only.", ["Allow", "GET"]);
    } catch (error) {
      return { answer: problemAnswer(error, headers) };
    }
    return { ...this.#reply(req, target, headers), fault: faults.decide(url) };
  }

  #reply(req: IncomingMessage, target: Target, headers: readonly string[]): Decision {
    if (target.route === "me") return { answer: this.#me(headers) };
    try {
      const { page, key } = this.#state.api.answer(
        target,
        this.#state.dead,
        this.#state.config().phoneTotals,
      );
      const withTag = [...headers, "ETag", page.etag];
      const same = matches(req.headers["if-none-match"], page);
      if (same) return { answer: { status: 304, headers: withTag, type: "application/json", body: null } };
      return { answer: { status: 200, headers: withTag, type: "application/json", body: page.body }, key };
    } catch (error) {
      return { answer: problemAnswer(error, headers) };
    }
  }

  #me(headers: readonly string[]): Answer {
    const { account, gate } = this.#state;
    const body = Buffer.from(JSON.stringify({ account, rate_limit_per_second: gate.toldLimit() }));
    return { status: 200, headers, type: "application/json", body };
  }

  #later(ms: number, step: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      step();
    }, ms);
    this.#timers.add(timer);
  }
}

function problemAnswer(error: unknown, headers: readonly string[]): Answer {
  const problem =
    error instanceof RequestProblem ? error : new RequestProblem(500, "The simulator itself failed.");
  const own = problem.body === undefined ? null : Buffer.from(JSON.stringify(problem.body));
  return {
    status: problem.status,
    headers: [...headers, ...problem.headers],
    type: own === null ? "application/problem+json" : "application/json",
    body: own ?? problemBody(problem.status, problem.message),
  };
}

/** RFC 9110, 13.1.2: weak comparison, a list of tags, or any. */
function matches(ifNoneMatch: string | undefined, page: Page): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === page.etag);
}
