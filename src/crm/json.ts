import { RetryableError } from "../base/errors.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** An integer or float that a double would round: 16 digits and more, or an exponent. */
const WIDE_NUMBER = /[[:,]\s*-?(?:\d{16,}|\d[\d.]*[eE])/;

/**
 * Parses a JSON answer. Numbers that a double cannot hold come back as their source text, so that no id and no
 * phone number loses a digit. Throws RetryableError CRM_BAD_ANSWER.
 */
export function parseAnswer(body: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(body);
    return WIDE_NUMBER.test(text) ? JSON.parse(text, keepSource) : JSON.parse(text);
  } catch (cause) {
    const html = /^\s*<(?:!doctype|html|head|body)/i.test(
      Buffer.from(body.subarray(0, 200)).toString("latin1"),
    );
    throw badAnswer(html ? "is a web page" : body.length === 0 ? "is empty" : "is not complete JSON", cause);
  }
}

function keepSource(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return String(value) === context.source ? value : context.source;
}

/** An answer that arrived with status 200 and cannot be used. */
export function badAnswer(what: string, cause?: unknown): RetryableError {
  return new RetryableError("CRM_BAD_ANSWER", `The CRM's answer ${what}.`, {
    hint: "If it goes on, check that the base URL is the CRM's API and no page of a proxy stands before it.",
    cause,
  });
}
