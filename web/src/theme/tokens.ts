/** A colour in light and in dark. */
export type Pair = readonly [light: string, dark: string];

/**
 * All colours of the dashboard by use; as CSS variables they are `--dm-<name>`. Pairs of text and ground that occur are in PAIRS, which a
 * test computes: text 4.5:1 at least, borders of controls 3:1 (WCAG 2.2 AA).
 */
export const TOKENS = {
  page: ["#f5f6f8", "#121418"],
  surface: ["#ffffff", "#1a1d22"],
  inset: ["#f8f9fb", "#20242a"],
  hover: ["#f3f5f8", "#23282f"],
  line: ["#e2e5eb", "#2c3139"],
  "line-strong": ["#cdd2db", "#3f4651"],
  field: ["#8a92a0", "#6b7381"],
  text: ["#171a20", "#e3e6eb"],
  "text-2": ["#4b5361", "#aeb5c0"],
  "text-3": ["#656d7b", "#8f97a5"],
  accent: ["#2f5fe3", "#3a68e8"],
  "accent-hover": ["#264fc4", "#305bd4"],
  "accent-text": ["#2855cf", "#86a8ff"],
  "accent-soft": ["#e8eeff", "#1d2a4d"],
  "accent-soft-hover": ["#dbe4ff", "#253663"],
  "accent-soft-text": ["#2349b0", "#a9c1ff"],
  "on-accent": ["#ffffff", "#ffffff"],
  good: ["#1d7a3c", "#63cf85"],
  "good-soft": ["#e4f5e9", "#143222"],
  "good-soft-text": ["#1a6b35", "#7fdc9c"],
  "good-fill": ["#2c8a4c", "#3f9d60"],
  look: ["#855200", "#f3c662"],
  "look-soft": ["#fff1d1", "#3a2b0a"],
  "look-soft-text": ["#855200", "#f3c662"],
  "look-fill": ["#b87a00", "#d9a12a"],
  act: ["#c0262d", "#ff8a8a"],
  "act-soft": ["#fdeaea", "#43191c"],
  "act-soft-text": ["#ad2027", "#ffa3a3"],
  "act-fill": ["#c0262d", "#c93a40"],
  "act-line": ["#eab4b6", "#6b2a2e"],
  gone: ["#7a3fb0", "#c79bf2"],
  "gone-soft": ["#f3eafb", "#33204a"],
  "gone-soft-text": ["#6b359c", "#d3b0f7"],
  "gone-fill": ["#8450bb", "#8f66c2"],
  "gone-fill-2": ["#9d70cf", "#a884d4"],
  "idle-soft": ["#eceef2", "#2a2f37"],
  "idle-text": ["#4b5361", "#b6bcc7"],
} as const satisfies Record<string, Pair>;

export type Token = keyof typeof TOKENS;

/** Text on its ground, wherever it occurs; each at least 4.5:1 in both themes. */
export const TEXT_PAIRS: readonly (readonly [text: Token, ground: Token])[] = [
  ...(["text", "text-2", "text-3", "accent-text", "good", "look", "act", "gone"] as const).flatMap((text) =>
    (["page", "surface", "inset", "hover"] as const).map((ground) => [text, ground] as const),
  ),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-accent", "act-fill"],
  ["accent-soft-text", "accent-soft"],
  ["accent-soft-text", "accent-soft-hover"],
  ["good-soft-text", "good-soft"],
  ["look-soft-text", "look-soft"],
  ["act-soft-text", "act-soft"],
  ["gone-soft-text", "gone-soft"],
  ["idle-text", "idle-soft"],
  ["text", "look-soft"],
  ["text", "act-soft"],
  ["text", "accent-soft"],
];

/** Borders and marks that carry meaning, on their ground; each at least 3:1. */
export const MARK_PAIRS: readonly (readonly [mark: Token, ground: Token])[] = [
  ["field", "surface"],
  ["accent", "surface"],
  ["good-fill", "surface"],
  ["look-fill", "surface"],
  ["gone-fill", "surface"],
];
