import { RetryableError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A number that a double may round or print otherwise: an integer of 16 digits and more, or an exponent. */
const WIDE = /^-?(?:\d{16,}|\d[\d.]*[eE])/;
const HOLDS_WIDE = /[[:,]\s*-?(?:\d{16,}|\d[\d.]*[eE])/;

/**
 * Parses a JSON answer. Numbers that a double cannot hold come back as their source text, so that no id and no
 * phone number loses a digit. Throws RetryableError CRM_BAD_ANSWER.
 */
export function parseAnswer(body: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(body);
    return HOLDS_WIDE.test(text) ? JSON.parse(text, keepSource) : JSON.parse(text);
  } catch (cause) {
    throw badAnswer(told(isWebPage(body) ? "isWebPage" : body.length === 0 ? "isEmpty" : "isNoJson"), cause);
  }
}

/** True for what begins as HTML does. */
export function isWebPage(body: Uint8Array): boolean {
  const start = Buffer.from(body.subarray(0, 200)).toString("latin1");
  return /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype|!--|html|head|body)/i.test(start);
}

function keepSource(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return WIDE.test(context.source) ? context.source : value;
}

/** A JSON number as text: of a wide one the source, of any other what a double prints, so that 5.0 is 5. */
export function numberText(source: string): string {
  return /^\d{1,15}$/.test(source) || WIDE.test(source) ? source : String(Number(source));
}

/** An answer that arrived with status 200 and cannot be used. */
export function badAnswer(what: Told, cause?: unknown): RetryableError {
  return new RetryableError("CRM_BAD_ANSWER", told("badAnswer", { what }), { cause });
}
