import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../../client/problem.ts";
import { useMay } from "../../client/session.tsx";
import { useReveals } from "./reveals.tsx";

/** Reveals, and tells in a corner of the page where that may not be. */
export function useRevealing(): {
  readonly mayReveal: boolean;
  readonly reveal: (ids: readonly string[]) => void;
} {
  const reveals = useReveals();
  const mayReveal = useMay("numbers.reveal");
  const client = useQueryClient();
  return {
    mayReveal,
    reveal(ids) {
      // Who looked at a number is a part of its story.
      const told = reveals.reveal(ids).then(() => client.invalidateQueries({ queryKey: ["showNumber"] }));
      told.catch((error: unknown) => {
        const problem = error instanceof ApiProblem ? error : undefined;
        const message = [problem?.message, problem?.hint].filter(Boolean).join(" ");
        notifications.show({ color: "red", message });
      });
    },
  };
}
