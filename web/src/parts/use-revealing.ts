import { notifications } from "@mantine/notifications";
import { ApiProblem } from "../client/problem.ts";
import { useMay } from "../client/session.tsx";
import { useReveals } from "./reveals.tsx";

/** Reveals, and tells in a corner of the page where that may not be. */
export function useRevealing(): {
  readonly mayReveal: boolean;
  readonly reveal: (ids: readonly string[]) => void;
} {
  const reveals = useReveals();
  const mayReveal = useMay("numbers.reveal");
  return {
    mayReveal,
    reveal(ids) {
      reveals.reveal(ids).catch((error: unknown) => {
        const problem = error instanceof ApiProblem ? error : undefined;
        const message = [problem?.message, problem?.hint].filter(Boolean).join(" ");
        notifications.show({ color: "red", message });
      });
    },
  };
}
