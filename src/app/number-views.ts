import type { NumberView } from "../store/store.ts";
import type { AppPorts } from "./app.ts";
import { changingExisting, reading } from "./with-store.ts";

/** Filters that a person keeps, by name. */
export async function listNumberViews(ports: AppPorts, owner: string): Promise<NumberView[]> {
  return await reading(ports, (reader) => reader.numberViews.list(owner));
}

/** Keeps one, in the place of that person's one of this name. */
export async function saveNumberView(
  ports: AppPorts,
  owner: string,
  view: Omit<NumberView, "id">,
): Promise<NumberView> {
  return await changingExisting(ports, ({ numberViews }) => numberViews.save(owner, view));
}

/** False where the person has no such one. */
export async function deleteNumberView(ports: AppPorts, owner: string, id: number): Promise<boolean> {
  return await changingExisting(ports, ({ numberViews }) => numberViews.remove(owner, id));
}
