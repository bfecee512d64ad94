import { spawnSync } from "node:child_process";
import { chownSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inspectServer } from "../../../src/store/postgres/inspect.ts";
import { openPostgresWriter } from "../../../src/store/postgres/postgres.ts";
import { postgresForFile } from "../../helpers/postgres.ts";

const port = await freePort();
const server = postgresForFile({ port });

describe("a connection to a server with a certificate", () => {
  test("is encrypted, and made only where the certificate is trusted and of that name", async () => {
    const url = (host: string) => `postgres://postgres@${host}:${port}/postgres?sslmode=verify-full`;
    expect(() => openPostgresWriter(url("localhost"), "")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("TLS") }),
    );
    const ca = serveTls();
    expect(() => openPostgresWriter(url("localhost"), "")).toThrow(/certificate .* was not accepted/);
    expect(() => openPostgresWriter(`${url("127.0.0.1")}&sslrootcert=${ca}`, "")).toThrow(
      /certificate .* was not accepted/,
    );
    const address = `${url("localhost")}&sslrootcert=${ca}`;
    await openPostgresWriter(address, "").close();
    expect(inspectServer(address).server).toMatchObject({ encrypted: true });
  });
});

/** Gives the server a certificate for `localhost` and no other name; returns the file of its authority. */
function serveTls(): string {
  const [data, ca] = [join(server.folder, "data"), join(server.folder, "ca.pem")];
  const [key, cert] = [join(data, "server.key"), join(data, "server.crt")];
  const words = ["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=localhost"];
  const made = spawnSync("openssl", [
    ...words,
    ...["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
  ]);
  expect(made.status).toBe(0);
  writeFileSync(ca, readFileSync(cert));
  if (process.getuid?.() === 0) {
    const uid = Number(spawnSync("id", ["-u", "postgres"], { encoding: "utf8" }).stdout);
    chownSync(key, uid, uid);
    chownSync(cert, uid, uid);
  }
  server.psql("ALTER SYSTEM SET ssl = on");
  server.stop();
  server.start();
  return ca;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
