import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fixedToken } from "../../src/crm/auth/tokens.ts";
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
    tokens: fixedToken(crm.token),
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

/** A folder with a config file of one source, this more in it, and the certificate that the simulator shows. */
function configured(url: string, more: string): string {
  const cwd = tempDir();
  writeFileSync(join(cwd, "ca.pem"), tlsMaterial("self-signed").cert);
  const source = `    baseUrl: ${url}\n    token: \${TOKEN}\n    region: RU\n${more}`;
  writeFileSync(join(cwd, "datamaster.yaml"), `sources:\n  crm:\n${source}`);
  return cwd;
}

test("a source's proxy and certificates are taken from the config file", async () => {
  const sim = await spawnSim(["--clients", "2", "--tls", "self-signed"]);
  const { port, tunnels } = await proxy();
  const cwd = configured(sim.url, `    ca: ca.pem\n    proxy: http://127.0.0.1:${port}\n`);
  const collected = await run(["collect", "--json"], { cwd, env: { TOKEN: sim.token } });
  expect(collected.code, collected.stderr).toBe(0);
  expect(tunnels.length).toBeGreaterThan(0);
});

test.each([
  ["is not there", "none.pem"],
  ["holds none", "datamaster.yaml"],
])("a file of certificates that %s is told, with 2", async (_name, file) => {
  const cwd = configured("https://127.0.0.1:9/api", `    ca: ${file}\n`);
  const { code, stdout } = await run(["collect", "--json"], { cwd, env: { TOKEN: "t" } });
  expect([code, stdout]).toEqual([2, expect.stringMatching(`CONFIG_INVALID.*${file}`)]);
});
