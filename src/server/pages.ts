import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { assetHeaders, pageHeaders } from "./headers.ts";

/** Where the dashboard lies, in a checkout as in the package. */
const DASHBOARD = fileURLToPath(new URL("../../web/dist/", import.meta.url));
/** What index.html has in the place of the nonce. */
const NONCE = "__CSP_NONCE__";
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};
const COMPRESSED = /^(text\/|application\/(json|manifest)|image\/svg)/;
/** In this folder a file's name tells its content. */
const HASHED = "/assets/";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

type Encoding = "br" | "gzip" | "plain";

/** When the dashboard was built, in ms since 1970; null where it is not. */
export function builtAt(folder: string = DASHBOARD): number | null {
  return statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** What lay in the folder at one time. */
interface Site {
  /** When it was built. */
  readonly at: number;
  readonly index: string;
  /** Addresses of all other files. */
  readonly files: ReadonlySet<string>;
  /** Read and compressed so far. */
  readonly kept: Map<string, Promise<Buffer>>;
}

/**
 * The dashboard's files, by address. Only what lay in the folder when it was built has an address, so that no address leads out
 * of it. A file is read and compressed when first asked for, and kept. Where the dashboard is built anew, the next page is the new one,
 * and files that only the old one had are not found.
 */
export class Pages {
  readonly #folder: string;
  #site: Site;

  /** `folder` holds index.html. */
  constructor(folder: string = DASHBOARD) {
    this.#folder = folder;
    this.#site = siteIn(folder);
  }

  /** Registers them; any other address of no resource of its own is a page of the dashboard. */
  register(app: FastifyInstance): void {
    for (const method of ["GET", "HEAD"] as const) {
      app.route({
        method,
        url: "/*",
        handler: async (request, reply) => {
          const [path = "/"] = request.url.split("?");
          if (this.#site.files.has(path)) return await this.#sendFile(path, request, reply);
          // What looks like a file or belongs to the API is no page.
          if (extname(path) !== "" || /^\/(api|health)(\/|$)/.test(path)) return reply.callNotFound();
          return this.#sendPage(request, reply);
        },
      });
    }
  }

  async #sendFile(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const encoding = encodingFor(type, request.headers["accept-encoding"]);
    const bytes = await this.#read(path, encoding);
    if (bytes === null) {
      reply.callNotFound();
      return reply;
    }
    reply.headers(assetHeaders(request.protocol === "https", path.startsWith(HASHED)));
    if (COMPRESSED.test(type)) reply.header("vary", "accept-encoding");
    if (encoding !== "plain") reply.header("content-encoding", encoding);
    return reply.type(type).send(bytes);
  }

  /** index.html with a nonce of this answer alone, under which the styles that scripts write are let through. */
  #sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    this.#lookAgain();
    const nonce = randomBytes(18).toString("base64");
    reply.headers(pageHeaders(request.protocol === "https", nonce));
    return reply.type("text/html; charset=utf-8").send(this.#site.index.replaceAll(NONCE, nonce));
  }

  /** Null where the file is gone. */
  async #read(path: string, encoding: Encoding): Promise<Buffer | null> {
    try {
      return await this.#keep(path, encoding);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    return this.#lookAgain() && this.#site.files.has(path) ? await this.#keep(path, encoding) : null;
  }

  #keep(path: string, encoding: Encoding): Promise<Buffer> {
    const { kept } = this.#site;
    const name = `${encoding} ${path}`;
    const before = kept.get(name);
    if (before !== undefined) return before;
    const reading = readFile(join(this.#folder, path)).then((bytes) => compressed(bytes, encoding));
    kept.set(name, reading);
    reading.catch(() => kept.delete(name));
    return reading;
  }

  /** Takes up a dashboard that was built since; false where there is none. */
  #lookAgain(): boolean {
    const at = builtAt(this.#folder);
    // Between two builds there is none for a moment: what is known goes on.
    if (at === null || at === this.#site.at) return false;
    try {
      this.#site = siteIn(this.#folder);
      return true;
    } catch (error) {
      if (!isGone(error)) throw error;
      return false;
    }
  }
}

function siteIn(folder: string): Site {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `/${name.split(sep).join("/")}`)
    .filter((name) => Object.hasOwn(TYPES, extname(name)) && !name.includes("/."));
  return {
    at: builtAt(folder) ?? 0,
    index: readFileSync(join(folder, "index.html"), "utf8"),
    files: new Set(names.filter((name) => name !== "/index.html")),
    kept: new Map(),
  };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function encodingFor(type: string, accepted: string | string[] | undefined): Encoding {
  if (!COMPRESSED.test(type)) return "plain";
  const names = String(accepted ?? "")
    .split(",")
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(";")[0]?.trim());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : "plain";
}

async function compressed(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "plain") return bytes;
  if (encoding === "gzip") return await toGzip(bytes, { level: 9 });
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return await toBrotli(bytes, { params });
}
