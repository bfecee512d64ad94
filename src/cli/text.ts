import { stripVTControlCharacters, styleText } from "node:util";
import { maskNumbers } from "../base/mask.ts";
import { printable } from "../base/printable.ts";
import type { OutputStream } from "./cli.ts";

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
const WIDTHLESS = /[\p{M}\p{Cf}]/u;

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
/** Puts a style around a text where its stream shows colours (NO_COLOR and FORCE_COLOR are Node's to honour). */
export type Paint = (style: Style, text: string) => string;

export function createPaint(stream: OutputStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** `1234567` -> `1,234,567`. */
export function count(value: number): string {
  return COUNT.format(value);
}

/** `3 clients`, `1 client`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `4.2 s`, `12 s`, `3 min 05 s`, `2 h 07 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `2026-11-22 08:27` in UTC, of an ISO date. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
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
