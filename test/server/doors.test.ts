import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { Doors } from "../../src/server/doors.ts";
import { Pages } from "../../src/server/pages.ts";
import { tlsMaterial } from "../../src/sim/tls.ts";
import { tempDir } from "../helpers/temp.ts";
import { startService } from "./service.ts";

function tlsFiles(): { cert: string; key: string } {
  const folder = tempDir();
  const { cert, key } = tlsMaterial("self-signed");
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return files;
}

async function doors(): Promise<Doors> {
  const opened = new Doors((_request, response) => void response.end("in"), null);
  onTestFinished(() => opened.close());
  return opened;
}

describe("the doors", () => {
  it("speak https with a certificate, and say so in cookies and headers", async () => {
    const files = tlsFiles();
    const { server } = await startService({ tls: files });
    expect(server.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const headers = { cookie: "__Host-datamaster=viewer" };
    const asked = getSecure(`${server.address}/api/v1/system`, {
      headers,
      ca: tlsMaterial("self-signed").cert,
    });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["strict-transport-security"]).toMatch(/^max-age=/);
  });

  it("refuse a certificate that is none, or has another key", () => {
    const files = tlsFiles();
    expect(() => new Doors(() => {}, { ...files, cert: "nowhere.pem" })).toThrow(
      /nowhere\.pem cannot be used/,
    );
    writeFileSync(files.key, tlsMaterial("expired").key);
    expect(() => new Doors(() => {}, files)).toThrow(/cannot be used/);
  });

  it("say which port is taken", async () => {
    const first = await doors();
    const place = await first.open({ host: "127.0.0.1", port: 0 });
    const second = await doors();
    await expect(second.open(place)).rejects.toMatchObject({ code: "SERVICE_REFUSED" });
    await expect(second.open({ host: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      code: "SERVICE_REFUSED",
    });
  });

  it("move to another address on the same port, and what is connected stays", async () => {
    const moved = await doors();
    const { port } = await moved.open({ host: "127.0.0.1", port: 0 });
    await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
    expect(await moved.open({ host: "0.0.0.0", port })).toEqual({ host: "0.0.0.0", port });
    expect(await (await fetch(`http://127.0.0.2:${port}/`)).text()).toBe("in");
  });
});

describe("the dashboard's files", () => {
  function dashboard(): string {
    const folder = tempDir();
    mkdirSync(join(folder, "assets"));
    mkdirSync(join(folder, ".vite"));
    writeFileSync(join(folder, "index.html"), '<style nonce="__CSP_NONCE__"></style><div id="root"></div>');
    writeFileSync(join(folder, "assets", "main-aB3.js"), "export const long = 1;\n".repeat(200));
    writeFileSync(join(folder, "manifest.webmanifest"), "{}");
    writeFileSync(join(folder, ".vite", "manifest.json"), "{}");
    writeFileSync(join(folder, "..", "outside.js"), "secret");
    return folder;
  }

  it("are kept by browsers where their name tells the content, and compressed", async () => {
    const { ask } = await startService({ pages: new Pages(dashboard()) });
    const script = await ask(null, "/assets/main-aB3.js");
    expect(Object.fromEntries(script.headers)).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": expect.stringMatching(/^(br|gzip)$/),
      "content-type": "text/javascript; charset=utf-8",
      "x-content-type-options": "nosniff",
    });
    expect(await script.text()).toBe("export const long = 1;\n".repeat(200));
    expect((await ask(null, "/manifest.webmanifest")).headers.get("cache-control")).toBe("no-cache");
    const plain = await ask(null, "/assets/main-aB3.js", { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.has("content-encoding")).toBe(false);
  });

  it("are compressed as brotli that unpacks, also where gzip is taken too", async () => {
    const { server } = await startService({ pages: new Pages(dashboard()) });
    const asked = get(`${server.address}/assets/main-aB3.js`, { headers: { "accept-encoding": "gzip, br" } });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    const bytes = Buffer.concat(await answer.toArray());
    expect(brotliDecompressSync(bytes).length).toBe(23 * 200);
  });

  it("are a page for every address of the dashboard, each with a nonce of its own", async () => {
    const { ask } = await startService({ pages: new Pages(dashboard()) });
    const nonces = await Promise.all(
      ["/", "/runs/48", "/numbers/n_8fK2"].map(async (path) => {
        const page = await ask(null, path);
        const policy = page.headers.get("content-security-policy") ?? "";
        const nonce = /'nonce-([\w+/=]{24})'/.exec(policy)?.[1] ?? "";
        expect(policy).toContain("script-src 'self';");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).not.toContain("unsafe");
        expect(page.headers.get("cache-control")).toBe("no-store");
        expect(await page.text()).toContain(`<style nonce="${nonce}">`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(3);
  });

  it("are those of the new dashboard once it was built anew; what the old one alone had is not found", async () => {
    const folder = dashboard();
    const { ask } = await startService({ pages: new Pages(folder) });
    rmSync(join(folder, "assets", "main-aB3.js"));
    const gone = await ask(null, "/assets/main-aB3.js");
    expect([gone.status, gone.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect(await gone.json()).toMatchObject({ code: "NOT_FOUND" });
    writeFileSync(join(folder, "assets", "main-cD4.js"), "export {};");
    rmSync(join(folder, "index.html"));
    expect(await (await ask(null, "/runs")).text()).toContain('<div id="root">');
    writeFileSync(join(folder, "index.html"), '<script src="/assets/main-cD4.js"></script>');
    expect(await (await ask(null, "/runs")).text()).toContain("main-cD4.js");
    expect(await (await ask(null, "/assets/main-cD4.js")).text()).toBe("export {};");
    expect((await ask(null, "/manifest.webmanifest")).status).toBe(200);
  });

  it("are nothing else: no file beside them, no hidden one, none that is not there", async () => {
    const { ask, server } = await startService({ pages: new Pages(dashboard()) });
    for (const path of ["/assets/gone.js", "/.vite/manifest.json", "/api/v2/runs", "/health/other"]) {
      expect((await ask(null, path)).status, path).toBe(404);
    }
    // Clients of the standard library tidy such addresses up before they send them.
    for (const path of [
      "/../outside.js",
      "/assets/..%2f..%2foutside.js",
      "/assets/%2e%2e/%2e%2e/outside.js",
    ]) {
      const asked = get({ ...server.place, path });
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      expect(String(Buffer.concat(await answer.toArray()))).not.toContain("secret");
      expect(answer.statusCode, path).toBe(404);
    }
  });
});
