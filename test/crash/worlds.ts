import { onTestFinished } from "vitest";
import { World, type WorldOptions } from "../../tools/crash/world.ts";

/** A CRM, a folder and the real command between them, all ended after the test. */
export async function openWorld(crm: readonly string[], options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await World.open({ crm, concurrency: 4, ...options });
  onTestFinished(() => world.close());
  return world;
}
