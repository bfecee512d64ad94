import { describe, expect, it } from "vitest";
import { startService } from "./service.ts";

describe("the service", () => {
  it("answers a route to whoever may, and tells nobody anything", async () => {
    const { ask } = await startService();
    const answer = await ask("viewer", "/api/v1/system");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ version: "0.0.0", timeZone: expect.any(String) });
    const nobody = await ask(null, "/api/v1/system");
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
    expect(nobody.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await nobody.json()).toMatchObject({ status: 401, code: "NOT_SIGNED_IN", title: "Unauthorized" });
  });

  it("tells errors in the language that is asked for", async () => {
    const { ask } = await startService();
    const answer = await ask(null, "/api/v1/nothing", { headers: { "accept-language": "ru-RU,en;q=0.8" } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "NOT_FOUND", detail: "По этому адресу ничего нет." });
  });

  it("names the methods of an address that has no such one", async () => {
    const { ask } = await startService();
    const answer = await ask("admin", "/api/v1/system", { method: "PUT" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET");
  });

  it("refuses what a route does not take, by field", async () => {
    const { ask } = await startService();
    const answer = await ask("admin", "/api/v1/system?verbose=1");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "INPUT_INVALID",
      fields: [{ field: "query", message: 'Unrecognized key: "verbose"' }],
    });
  });
});
