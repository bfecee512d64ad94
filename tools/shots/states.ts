import type { Page } from "playwright-core";

/** What a page may have to show beside its content; `empty` is a service of its own. */
export const STATES = ["empty", "loading", "error", "offline"] as const;
export type State = (typeof STATES)[number];

/** What the frame asks for; without it there is no page to have a state. */
const OF_FRAME = /\/api\/v1\/(me|events|system|runs\/live)(\?|$)/;
/** After 3 s a page says that it still loads, after 5 s that the service is gone. */
const [LATE_MS, GONE_MS] = [3_400, 7_000];

/** Makes every answer late or wrong, before the page is opened. */
export async function arrange(page: Page, state: State): Promise<void> {
  // A stream that is open already would stay so.
  if (state === "offline") await page.route("**/api/v1/events*", (route) => route.abort());
  if (state !== "loading" && state !== "error") return;
  await page.route("**/api/v1/**", async (route) => {
    if (OF_FRAME.test(route.request().url())) return await route.continue();
    if (state === "loading") return;
    await route.fulfill({
      status: 500,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:datamaster:problem:internal",
        title: "Internal Server Error",
        status: 500,
        detail: "The database could not be read: disk I/O error.",
        code: "INTERNAL",
        requestId: "7F3K92xQd1sM",
      }),
    });
  });
}

/** Waits until an opened page has come into that state. */
export async function reach(page: Page, state: State): Promise<void> {
  await page.locator("h1").first().waitFor({ timeout: 15_000 });
  if (state === "loading") await page.waitForTimeout(LATE_MS);
  if (state === "error") await page.getByRole("alert").first().waitFor({ timeout: 30_000 });
  if (state === "offline") await page.waitForTimeout(GONE_MS);
}

/** Ends what `arrange` began. */
export async function leave(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
}
