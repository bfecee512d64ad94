import { stripVTControlCharacters, styleText } from "node:util";
import { maskNumbers } from "../base/mask.ts";
import { printable } from "../base/printable.ts";
import type { OutputStream } from "./cli.ts";

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
const WIDTHLESS = /[\p{M}\p{Cf}]/u;

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
/** Puts a style around a text where its stream shows colours (NO_COLOR and FORCE_COLOR are Node's to honour). */
export type Paint = (style: Style, text: string) => string;

export function createPaint(stream: OutputStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** A text out of a CRM on one line: nothing in it acts on a terminal, and no phone number in it is shown in full. */
export function oneLine(text: string): string {
  return maskNumbers(printable(text))
    .replace(/[\s\u2028\u2029]+/gu, " ")
    .trim();
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text))
    width += WIDTHLESS.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/** The text in at most `width` columns, with an ellipsis where something was left out. Plain texts only. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let short = "";
  let used = 1;
  for (const char of text) {
    used += widthOf(char);
    if (used > width) break;
    short += char;
  }
  return width < 1 ? "" : `${short.trimEnd()}…`;
}

/** Fills up to `width` columns; a negative width fills on the left. */
export function pad(text: string, width: number): string {
  const fill = " ".repeat(Math.max(0, Math.abs(width) - widthOf(text)));
  return width < 0 ? fill + text : text + fill;
}

/** Breaks words into lines of at most `width` columns; lines after the first begin with `indent` spaces. */
export function wrap(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const room = width - (lines.length > 0 ? indent : 0);
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((text, index) => (index === 0 ? text : " ".repeat(indent) + text));
}

/** How wide texts for this stream may be: the terminal's width, 80 columns for files and pipes. */
export function columnsOf(stream: OutputStream): number {
  return Math.max(20, stream.columns ?? 80);
}
