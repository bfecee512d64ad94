import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { isTyping } from "../parts/typing.ts";
import { PLACES } from "./places.ts";

/** How long the letter after `g` is waited for. */
const SECOND_KEY_MS = 1500;

/** Keys that work on every page: `/` and Ctrl+K search, `?` help, `g` and a letter go to a page. Letters only outside inputs. */
export function useFrameKeys(open: (what: "commands" | "keys") => void): void {
  const navigate = useNavigate();
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    let goesUntil = 0;
    const pressed = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current("commands");
        return;
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const to = Date.now() < goesUntil ? PLACES.find((place) => place.key === event.key)?.to : undefined;
      goesUntil = event.key === "g" ? Date.now() + SECOND_KEY_MS : 0;
      if (to !== undefined) void navigate(to);
      else if (event.key === "/") latest.current("commands");
      else if (event.key === "?") latest.current("keys");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [navigate]);
}
