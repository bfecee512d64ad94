import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { S3mini, S3ServiceError } from "s3mini";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { DeliveryTarget, ParcelFile, S3Options, SendOptions } from "./deliver.ts";
import { failed, refused, refusePlain } from "./failure.ts";

/** Larger files go in parts of this size, of which there may be 10,000. */
const PART_BYTES = 16 * 1024 * 1024;
const REQUEST_MS = 300_000;
const TYPE = "application/octet-stream";

/**
 * A bucket of anything that speaks S3, by path and not by host name. An object appears whole; each request carries the MD5 of
 * what it sends, which the storage checks, and the object the SHA-256 of the file as `x-amz-meta-sha256`.
 */
export function createS3(options: S3Options): DeliveryTarget {
  const { endpoint, bucket, prefix } = options;
  const place = `s3://${new URL(endpoint).host}/${bucket}/${prefix}`;
  return {
    place,
    check: (signal) =>
      guarded(place, endpoint, signal, async () => {
        const s3 = clientOf(options, signal);
        const key = `${prefix}.datamaster-check`;
        // What is begun and given up needs the same right, and is never seen.
        await s3.abortMultipartUpload(key, await s3.getMultipartUploadId(key, TYPE));
        return told("deliveryWritable", { place });
      }),
    send: ({ files }, { signal, onBytes }) =>
      guarded(place, endpoint, signal, async () => {
        const s3 = clientOf(options, signal);
        let before = 0;
        for (const file of files) {
          const start = before;
          await put(s3, `${prefix}${file.name}`, file, { signal, onBytes: (sent) => onBytes(start + sent) });
          before += file.bytes;
        }
      }),
  };
}

function clientOf(
  { endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Options,
  stop: AbortSignal,
): S3mini {
  return new S3mini({
    accessKeyId,
    secretAccessKey,
    region,
    requestAbortTimeout: REQUEST_MS,
    endpoint: `${endpoint.replace(/\/+$/, "")}/${bucket}`,
    fetch: (input, init) => {
      const signal = init?.signal ? AbortSignal.any([init.signal, stop]) : stop;
      return fetch(input, { ...init, signal });
    },
  });
}

async function put(
  s3: S3mini,
  key: string,
  file: ParcelFile,
  { signal, onBytes }: SendOptions,
): Promise<void> {
  const meta = { "x-amz-meta-sha256": file.sha256 };
  const handle = await open(file.path);
  try {
    if (file.bytes <= PART_BYTES) {
      const body = await read(handle, file.bytes);
      await s3.putObject(key, body, TYPE, undefined, { ...meta, ...sumOf(body) }, body.length);
      onBytes(body.length);
      return;
    }
    const upload = await s3.getMultipartUploadId(key, TYPE, undefined, meta);
    try {
      const parts = [];
      for (let sent = 0; sent < file.bytes; ) {
        signal.throwIfAborted();
        const body = await read(handle, Math.min(PART_BYTES, file.bytes - sent));
        parts.push(await s3.uploadPart(key, upload, body, parts.length + 1, {}, undefined, sumOf(body)));
        sent += body.length;
        onBytes(sent);
      }
      await s3.completeMultipartUpload(key, upload, parts);
    } catch (error) {
      // Parts that nobody completes would be paid for; the same client is given up where a person stops it.
      if (!signal.aborted) await s3.abortMultipartUpload(key, upload).catch(() => {});
      throw error;
    }
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await handle.read(buffer, at, bytes - at);
    if (bytesRead === 0) throw new Error("the file was cut while it was sent");
    at += bytesRead;
  }
  return buffer;
}

function sumOf(body: Buffer): Record<string, string> {
  return { "content-md5": createHash("md5").update(body).digest("base64") };
}

async function guarded<T>(
  place: string,
  endpoint: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "http:") refusePlain(place, hostname);
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof DatamasterError) throw error;
    if (
      error instanceof S3ServiceError &&
      error.status < 500 &&
      error.status !== 429 &&
      error.status !== 408
    ) {
      const { status, serviceCode: code = "" } = error;
      throw refused(told("deliveryStorageRefused", { place, status, code }), error);
    }
    throw failed(place, error);
  }
}
