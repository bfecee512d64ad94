import { useSyncExternalStore } from "react";

const state = { text: "", listeners: new Set<() => void>() };

/**
 * Hands what was typed into the search to the page of numbers. It stays in this tab's memory: a phone number must stand in no address,
 * title or history.
 */
export function searchFor(text: string): void {
  state.text = text;
  for (const listener of state.listeners) listener();
}

/** What is searched for in numbers; set it with `searchFor`. */
export function useSought(): string {
  return useSyncExternalStore(
    (listener) => {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    () => state.text,
  );
}
