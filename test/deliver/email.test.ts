import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EmailOptions } from "../../src/deliver/deliver.ts";
import { createEmail } from "../../src/deliver/email.ts";
import { type MailServer, startMailServer } from "../helpers/mail-server.ts";
import { tempDir } from "../helpers/temp.ts";
import { parcelOf } from "./parcel.ts";

function options({ port, certificate }: MailServer, security: EmailOptions["security"]): EmailOptions {
  const ca = join(tempDir(), "ca.pem");
  writeFileSync(ca, certificate);
  return {
    kind: "email",
    host: "127.0.0.1",
    port,
    security,
    user: "me",
    password: "open",
    ca,
    from: "dm@example.com",
    recipients: ["a@example.com", "b@example.com"],
    maxMegabytes: 1,
    language: "en",
    subject: "{delivery}: {source}, run {run} of {date}",
  };
}

const watched = () => ({ signal: new AbortController().signal, onBytes: () => {} });
const csv = "phone\r\n+79161234567\r\n";

describe("a delivery by e-mail", () => {
  it.each(["tls", "starttls"] as const)(
    "goes encrypted (%s), its files attached, no number in its text",
    async (security) => {
      const server = await startMailServer(security);
      const parcel = parcelOf(tempDir(), { "a.csv": csv });
      const target = createEmail(options(server, security));
      expect(await target.check(new AbortController().signal)).toMatchObject({ key: "deliveryMailReady" });
      await target.send(parcel, watched());
      const [mail] = server.mails;
      expect(mail?.secure).toBe(true);
      expect(mail?.text).toContain("Subject: dialler: main-crm, run 7 of 2026-11-22");
      expect(mail?.text).toContain("To: a@example.com, b@example.com");
      expect(mail?.text).toMatch(/filename=a\.csv/);
      expect(mail?.text).toContain(Buffer.from(csv).toString("base64"));
      expect(mail?.text).not.toContain("79161234567");
    },
  );

  it("speaks Russian where it is to", async () => {
    const server = await startMailServer("starttls");
    const russian = createEmail({ ...options(server, "starttls"), language: "ru" });
    await russian.send(parcelOf(tempDir(), { "a.csv": csv }), watched());
    const [, body = ""] =
      /Content-Transfer-Encoding: base64\r\n\r\n([\s\S]*?)\r\n--/.exec(server.mails[0]?.text ?? "") ?? [];
    expect(Buffer.from(body, "base64").toString()).toContain("запуск 7 источника main-crm");
  });

  it("is not sent in clear to another machine, nor where the server cannot encrypt", async () => {
    const server = await startMailServer("none");
    const parcel = parcelOf(tempDir(), { "a.csv": csv });
    const away = createEmail({ ...options(server, "none"), host: "mail.example" });
    const cannot = createEmail(options(server, "starttls"));
    for (const target of [away, cannot]) {
      await expect(target.send(parcel, watched())).rejects.toMatchObject({ told: { key: "deliveryPlain" } });
    }
    const { user: _, password: __, ...open } = options(server, "none");
    await createEmail(open).send(parcel, watched());
    expect(server.mails.map(({ secure }) => secure)).toEqual([false]);
  });

  it.each([
    ["too large", {}, "x".repeat(1_000_001), "deliveryMailTooLarge"],
    ["not let in", { password: "wrong" }, "", "deliveryLoginRefused"],
    ["for nobody", { recipients: ["nobody@example.com"] }, "", "deliveryMailRefused"],
    ["for a mailbox that is busy", { recipients: ["later@example.com"] }, "", "deliveryFailed"],
    ["without a trusted certificate", { ca: undefined }, "", "deliveryFailed"],
  ])("says what is to be done where it is %s", async (_, other, content, key) => {
    const server = await startMailServer("starttls");
    const target = createEmail({ ...options(server, "starttls"), ...other });
    const sending = target.send(parcelOf(tempDir(), { "a.csv": content }), watched());
    await expect(sending).rejects.toMatchObject({ told: { key } });
    expect(server.mails).toEqual([]);
  });
});
