/** What is asked of a key press, the browser's or React's. */
interface Press {
  readonly key: string;
  /** Where the key lies, whatever the layout has on it. */
  readonly code: string;
  readonly target: EventTarget | null;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const BRACKETS: Readonly<Record<string, string>> = { BracketLeft: "[", BracketRight: "]" };

/**
 * The key, where it is meant for the page: pressed alone, in no field and no dialogue; else undefined. On a Russian layout it is the Latin
 * one at that place. Keys of one character are told only while the person has them on (WCAG 2.1.4).
 */
export function pageKey(event: Press): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  return event.key.length === 1 && document.documentElement.dataset.keys === "off"
    ? undefined
    : latinKey(event);
}

/** The key as a Latin layout has it: `k` for the Russian `л`. */
export function latinKey({ key, code }: Pick<Press, "key" | "code">): string {
  if (!/^[\u0400-\u04ff]$/.test(key)) return key;
  return BRACKETS[code] ?? (/^Key([A-Z])$/.exec(code)?.[1] ?? key).toLowerCase();
}

/**
 * Does what the page has on this key: whatever says so in `aria-keyshortcuts` is pressed if it is a button or a link, and takes the
 * focus if not. Inside an `article` it answers only while the focus is in there. False where nothing has it.
 */
export function pressShortcut(key: string): boolean {
  const around = document.activeElement?.closest("article") ?? null;
  const found = [...document.querySelectorAll<HTMLElement>("main [aria-keyshortcuts]")].find((element) => {
    const [own, inside] = [element.closest("article"), element.tagName === "ARTICLE"];
    const hasKey = element.getAttribute("aria-keyshortcuts")?.split(" ").includes(key) === true;
    return hasKey && (inside || own === null || own === around);
  });
  if (found === undefined) return false;
  if (found.matches("a, button")) found.click();
  else found.focus();
  return true;
}

/** Whether a key goes into a field, where letters are text. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="dialog"]') !== null
  );
}
