import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";
import { tlsMaterial } from "../../src/sim/tls.ts";

interface Mail {
  readonly text: string;
  /** It came over TLS. */
  readonly secure: boolean;
}

export interface MailServer {
  readonly port: number;
  /** PEM of what signed its certificate: itself. */
  readonly certificate: string;
  readonly mails: Mail[];
}

/** A mail server of a test that lets in user `me` with password `open`; `tls` from the first byte, `starttls`, or none. */
export async function startMailServer(security: "tls" | "starttls" | "none"): Promise<MailServer> {
  const { cert, key } = tlsMaterial("self-signed");
  const mails: Mail[] = [];
  const fail = (text: string, responseCode: number): Error =>
    Object.assign(new Error(text), { responseCode });
  const server = new SMTPServer({
    secure: security === "tls",
    key,
    cert,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: security === "starttls" ? [] : ["STARTTLS"],
    onAuth: ({ username = "", password }, _session, done) =>
      username === "me" && password === "open"
        ? done(null, { user: username })
        : done(fail("wrong password", 535)),
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith("nobody@")
          ? fail("no such mailbox", 550)
          : address.startsWith("later@")
            ? fail("later", 451)
            : null,
      ),
    onData(stream, { secure }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({ text: Buffer.concat(chunks).toString(), secure });
        done();
      });
    },
  });
  // Clients that hang up are a part of the tests.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, certificate: cert, mails };
}
