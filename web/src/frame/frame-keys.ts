import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { latinKey, pageKey, pressShortcut } from "../parts/keys.ts";
import { PLACES } from "./places.ts";

/** How long the letter after `g` is waited for. */
const SECOND_KEY_MS = 1500;

/** The keys of the frame and, by `aria-keyshortcuts`, of the page in it: `/` and Ctrl+K search, `?` help, `g` and a letter go to a page. */
export function useFrameKeys(open: (what: "commands" | "keys") => void): void {
  const navigate = useNavigate();
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    let goesUntil = 0;
    const act = (key: string): boolean => {
      const to = Date.now() < goesUntil ? PLACES.find((place) => place.key === key)?.to : undefined;
      goesUntil = key === "g" ? Date.now() + SECOND_KEY_MS : 0;
      if (to !== undefined) void navigate(to);
      else if (key === "/") latest.current("commands");
      else if (key === "?") latest.current("keys");
      else return pressShortcut(key);
      return true;
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && latinKey(event).toLowerCase() === "k") {
        event.preventDefault();
        latest.current("commands");
        return;
      }
      const key = pageKey(event);
      if (key?.length === 1 && act(key)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [navigate]);
}
