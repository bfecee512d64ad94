import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createCrmClient } from "../../src/crm/http/client.ts";
import { tlsMaterial } from "../../src/sim/tls.ts";
import { fakeCrm } from "../helpers/fake-crm.ts";
import { run } from "../helpers/run.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { soundRoutes } from "./crm.ts";

/** An HTTP proxy that lets tunnels through, or none without the right password. */
async function proxy(password?: string): Promise<{ port: number; tunnels: string[] }> {
  const tunnels: string[] = [];
  const server: Server = createServer();
  server.on("connect", (request, socket) => {
    const wanted =
      password === undefined ? undefined : `Basic ${Buffer.from(`user:${password}`).toString("base64")}`;
    if (wanted !== undefined && request.headers["proxy-authorization"] !== wanted) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    tunnels.push(request.url ?? "");
    const [host = "", port] = (request.url ?? "").split(":");
    const far = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(socket).pipe(far);
    });
    far.on("error", () => socket.destroy());
    socket.on("error", () => far.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, tunnels };
}

async function askThrough(uri: string): Promise<unknown> {
  const crm = await fakeCrm(soundRoutes());
  const client = createCrmClient({
    baseUrl: crm.url,
    token: crm.token,
    connections: 2,
    userAgent: "t",
    proxy: uri,
  });
  try {
    const { body } = await client.get({ path: "/me" }, new AbortController().signal);
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    return error;
  } finally {
    await client.close();
  }
}

test("a CRM is asked through a proxy, with its password", async () => {
  const { port, tunnels } = await proxy("secret");
  expect(await askThrough(`http://user:secret@127.0.0.1:${port}`)).toMatchObject({ account: "fake" });
  expect(tunnels).toHaveLength(1);
});

test("a proxy that wants another password is a broken connection, and the password is not told", async () => {
  const { port, tunnels } = await proxy("secret");
  const error = await askThrough(`http://user:WRONG@127.0.0.1:${port}`);
  expect(error).toMatchObject({ code: "CRM_CONNECTION", message: expect.not.stringContaining("WRONG") });
  expect(tunnels).toEqual([]);
});

test("a proxy that is not there is a broken connection", async () => {
  expect(await askThrough("http://127.0.0.1:9")).toMatchObject({ code: "CRM_CONNECTION" });
});

test("a source's proxy and certificates are taken from the config file; without them the certificate is refused", async () => {
  const sim = await spawnSim(["--clients", "2", "--tls", "self-signed"]);
  const { port, tunnels } = await proxy();
  const cwd = tempDir();
  writeFileSync(join(cwd, "ca.pem"), tlsMaterial("self-signed").cert);
  const config = (more: string): void =>
    writeFileSync(
      join(cwd, "datamaster.yaml"),
      `sources:\n  crm:\n    baseUrl: ${sim.url}\n    token: \${TOKEN}\n    region: RU\n${more}`,
    );
  const options = { cwd, env: { TOKEN: sim.token } };
  config(`    ca: ca.pem\n    proxy: http://127.0.0.1:${port}\n`);
  const collected = await run(["collect", "--json"], options);
  expect(collected.code, collected.stderr).toBe(0);
  expect(tunnels.length).toBeGreaterThan(0);
  config("");
  expect((await run(["collect", "--json"], options)).stdout).toContain("CRM_TLS");
  config("    ca: none.pem\n");
  const missing = await run(["collect", "--json"], options);
  expect([missing.code, missing.stdout]).toEqual([2, expect.stringContaining("none.pem")]);
});
