import type { NewNumberView, NumberView } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting, reading } from "../with-store.ts";

/** Filters that a person keeps and those that others share, by name. */
export async function listNumberViews(ports: AppPorts, owner: string): Promise<NumberView[]> {
  return await reading(ports, (reader) => reader.numberViews.list(owner));
}

/** Keeps one, in the place of that person's one of this name. */
export async function saveNumberView(
  ports: AppPorts,
  owner: string,
  view: NewNumberView,
): Promise<NumberView> {
  return await changingExisting(ports, ({ numberViews }) => numberViews.save(owner, view));
}

/** False where the person has no such one; with null it may be anybody's that is shared. */
export async function deleteNumberView(ports: AppPorts, owner: string | null, id: number): Promise<boolean> {
  return await changingExisting(ports, ({ numberViews }) => numberViews.remove(owner, id));
}
