import { useSyncExternalStore } from "react";
import { ApiProblem } from "./problem.ts";

const state = { isOut: false, listeners: new Set<() => void>() };

/** Remembers that the session ended, when an answer says so; the frame shows it over the page, whose work stays. */
export function noteSignedOut(error: unknown): void {
  if (error instanceof ApiProblem && error.isSignedOut) setSignedOut(true);
}

/** After signing in again: false. */
export function setSignedOut(isOut: boolean): void {
  if (state.isOut === isOut) return;
  state.isOut = isOut;
  for (const listener of state.listeners) listener();
}

/** Whether an answer said that nobody is signed in. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    () => state.isOut,
  );
}
