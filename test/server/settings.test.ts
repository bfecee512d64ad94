import { expect, test } from "vitest";
import { startService } from "./service.ts";

test("settings tell how people sign in and how long things are kept, to whoever may see them", async () => {
  const { ask } = await startService();
  expect((await ask("viewer", "/api/v1/settings")).status).toBe(403);
  const answer = await ask("auditor", "/api/v1/settings");
  expect(await answer.json()).toEqual({
    signIn: { idleMinutes: 30, lifeHours: 12, needsSecondFactor: false },
    retention: [],
    due: [],
  });
});
