import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A storage that speaks enough of S3 for uploads: it checks signatures, sums and the sizes of parts as AWS does. */
export interface FakeS3 {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly objects: Map<string, { readonly body: Buffer; readonly sha256: string | undefined }>;
  /** Uploads that were neither completed nor given up. */
  readonly open: Map<string, Map<number, Buffer>>;
  readonly requests: string[];
  /** So many of the next requests are answered with 503. */
  failing: number;
}

interface Place {
  readonly bucket: string;
  readonly region: string;
}

const LEAST_PART = 5 * 1024 * 1024;
const KEY = "test-key";
const SECRET = "test-secret";

export async function startFakeS3(bucket: string, region: string): Promise<FakeS3> {
  const state: FakeS3 = {
    endpoint: "",
    accessKeyId: KEY,
    secretAccessKey: SECRET,
    objects: new Map(),
    open: new Map(),
    requests: [],
    failing: 0,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { status, text = "", etag } = answer(state, { bucket, region }, request, Buffer.concat(chunks));
      response.writeHead(status, { "content-type": "application/xml", ...(etag && { etag }) }).end(text);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(state, { endpoint: `http://127.0.0.1:${port}` });
}

interface Reply {
  readonly status: number;
  readonly text?: string;
  readonly etag?: string;
}

function refusal(status: number, code: string): Reply {
  return {
    status,
    text: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  };
}

function answer(state: FakeS3, place: Place, request: IncomingMessage, body: Buffer): Reply {
  const url = new URL(request.url ?? "/", "http://x");
  state.requests.push(`${request.method} ${url.pathname}${url.search.replace(/=[^&]*/g, "")}`);
  if (state.failing > 0) {
    state.failing--;
    return refusal(503, "SlowDown");
  }
  if (!isSigned(request, url, place.region)) return refusal(403, "SignatureDoesNotMatch");
  if (!url.pathname.startsWith(`/${place.bucket}/`)) return refusal(404, "NoSuchBucket");
  const key = decodeURIComponent(url.pathname.slice(place.bucket.length + 2));
  const md5 = createHash("md5").update(body);
  const sum = request.headers["content-md5"];
  if (sum !== undefined && sum !== md5.copy().digest("base64")) return refusal(400, "BadDigest");
  const etag = `"${md5.digest("hex")}"`;
  const sha256 = String(request.headers["x-amz-meta-sha256"] ?? "none");
  const upload = url.searchParams.get("uploadId");
  if (upload !== null) return ofUpload(state, key, { upload, request, url, body, etag });
  if (request.method === "POST" && url.searchParams.has("uploads")) {
    const id = `upload-${state.requests.length}~${sha256}`;
    state.open.set(id, new Map());
    const result = `<Bucket>${place.bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`;
    return { status: 200, text: `<InitiateMultipartUploadResult>${result}</InitiateMultipartUploadResult>` };
  }
  if (request.method !== "PUT") return refusal(405, "MethodNotAllowed");
  state.objects.set(key, { body, sha256 });
  return { status: 200, etag };
}

interface PartRequest {
  readonly upload: string;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly etag: string;
}

function ofUpload(state: FakeS3, key: string, { upload, request, url, body, etag }: PartRequest): Reply {
  const parts = state.open.get(upload);
  if (parts === undefined) return refusal(404, "NoSuchUpload");
  if (request.method === "PUT") {
    parts.set(Number(url.searchParams.get("partNumber")), body);
    return { status: 200, etag };
  }
  state.open.delete(upload);
  if (request.method === "DELETE") return { status: 204 };
  const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, n]) => Number(n));
  const found = numbers.map((number) => parts.get(number) ?? Buffer.alloc(0));
  if (found.slice(0, -1).some((part) => part.length < LEAST_PART)) return refusal(400, "EntityTooSmall");
  state.objects.set(key, { body: Buffer.concat(found), sha256: upload.split("~")[1] });
  const text = `<CompleteMultipartUploadResult><ETag>"x-${found.length}"</ETag></CompleteMultipartUploadResult>`;
  return { status: 200, text };
}

/** AWS Signature Version 4, worked out from the request as it came. */
function isSigned(request: IncomingMessage, url: URL, region: string): boolean {
  const given = /Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)/.exec(
    request.headers.authorization ?? "",
  );
  const [, credential = "", names = "", signature] = given ?? [];
  const date = String(request.headers["x-amz-date"]);
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  if (credential !== `${KEY}/${scope}` || !names.split(";").includes("host")) return false;
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...url.searchParams].map(([key, value]) => `${encode(key)}=${encode(value)}`).sort();
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const payload = String(request.headers["x-amz-content-sha256"]);
  const canonical = [request.method, url.pathname, query.join("&"), headers.join(""), names, payload].join(
    "\n",
  );
  const hash = createHash("sha256").update(canonical).digest("hex");
  const hmac = (key: string | Buffer, text: string): Buffer =>
    createHmac("sha256", key).update(text).digest();
  const signing = [date.slice(0, 8), region, "s3", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${SECRET}`,
  );
  return hmac(signing, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`).toString("hex") === signature;
}
