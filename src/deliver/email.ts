import { readFile } from "node:fs/promises";
import { getCACertificates } from "node:tls";
import { createTransport } from "nodemailer";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { loadMessages, told } from "../messages/messages.ts";
import type { DeliveryTarget, EmailOptions, Parcel } from "./deliver.ts";
import { failed, refused, refusePlain } from "./failure.ts";
import { fillName } from "./file-name.ts";

const CONNECT_MS = 20_000;
const SOCKET_MS = 120_000;

/** A mail with the files attached; its text tells of run, rows and sums, and holds no number. */
export function createEmail(options: EmailOptions): DeliveryTarget {
  const { host, port, recipients, maxMegabytes } = options;
  const place = `mailto:${recipients.join(",")} (${host}:${port})`;
  return {
    place,
    check: (signal) =>
      connected(options, place, signal, async (transport) => {
        await transport.verify();
        return told("deliveryMailReady", { place });
      }),
    async send(parcel, { signal, onBytes }) {
      const bytes = parcel.files.reduce((sum, file) => sum + file.bytes, 0);
      if (bytes > maxMegabytes * 1_000_000) {
        throw refused(
          told("deliveryMailTooLarge", { place, megabytes: bytes / 1_000_000, most: maxMegabytes }),
        );
      }
      const mail = await mailOf(options, parcel);
      await connected(options, place, signal, async (transport) => void (await transport.sendMail(mail)));
      onBytes(bytes);
    },
  };

  async function mailOf({ from, subject, language }: EmailOptions, parcel: Parcel) {
    const { delivery, source, run, startedAt, status, files } = parcel;
    const { delivering } = await loadMessages(language);
    const [first] = files;
    return {
      from,
      to: [...recipients],
      subject: fillName(subject, parcel),
      text: delivering.mail({
        delivery,
        source,
        run,
        startedAt,
        isPartial: status === "partial",
        files: files.map(delivering.mailFile),
      }),
      // The same run is the same mail, whenever it is sent: who keeps mails can see that.
      messageId: `<${delivery}.${run}.${first?.sha256.slice(0, 16) ?? "empty"}@datamaster>`,
      attachments: files.map(({ name: filename, path }) => ({ filename, path })),
      headers: { "Auto-Submitted": "auto-generated" },
    };
  }
}

async function connected<T>(
  options: EmailOptions,
  place: string,
  signal: AbortSignal,
  work: (transport: ReturnType<typeof createTransport>) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { host, port, security, user, password: pass, ca } = options;
  if (security === "none") refusePlain(place, host);
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === undefined ? {} : { auth: { user, pass: pass ?? "" } }),
    ...(ca === undefined ? {} : { tls: { ca: await trusted(ca) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
  });
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work(transport), stopped.promise]);
  } catch (error) {
    throw signal.aborted ? error : toError(error, place);
  } finally {
    signal.removeEventListener("abort", stop);
    transport.close();
  }
}

async function trusted(file: string): Promise<string[]> {
  const pem = await readFile(file, "utf8").catch((error) => {
    throw refused(told("caUnusable", { file, why: messageOf(error) }), error);
  });
  return [...getCACertificates("default"), pem];
}

/** What the server, by its reply code (RFC 5321, 4.2.1), or nodemailer says. */
function toError(error: unknown, place: string): DatamasterError {
  if (error instanceof DatamasterError) return error;
  const { code, responseCode = 0 } = error as { code?: unknown; responseCode?: number };
  if (code === "EAUTH") return refused(told("deliveryLoginRefused", { place }), error);
  if (code === "ETLS") return refused(told("deliveryPlain", { place }), error);
  if (responseCode >= 500)
    return refused(told("deliveryMailRefused", { place, why: messageOf(error) }), error);
  return failed(place, error);
}
