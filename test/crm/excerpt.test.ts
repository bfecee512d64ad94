import { expect, test } from "vitest";
import { RetryableError } from "../../src/base/errors.ts";
import { datamasterConnector as connector } from "../../src/crm/datamaster/datamaster.ts";
import { excerptOf } from "../../src/crm/excerpt.ts";

const excerpt = (text: string): string => excerptOf(Buffer.from(text));

test.each([
  ["a phone", '{"phone":"+7 (916) 123-45-67"}', '{"phone":"***"}'],
  ["a short one", "call 123-45-67 now", "call *** now"],
  ["an address", "mail ivan.petrov@example.com", "mail ***"],
  ["a named secret", '{"access_token": "abc", "ok": 1}', '{"access_token": ***, "ok": 1}'],
  ["a header", "Authorization: Bearer abc.def", "Authorization: ***"],
  ["what looks like a secret", "id=sk1Jd83hfkqLLop20xmZ done", "*** done"],
  ["a number that the cut would shorten", `${"x".repeat(196)}79161234567`, `${"x".repeat(196)}***`],
])("an excerpt masks %s", (_name, text, masked) => {
  expect(excerpt(text)).toBe(masked);
});

test("an excerpt is at most 200 characters on one line, and acts on no terminal", () => {
  expect(excerpt("ы ".repeat(500))).toHaveLength(200);
  expect(excerpt("<html>\n  <b>Back\tsoon</b>\u001b[2J")).toBe("<html> <b>Back soon</b>\ufffd[2J");
  expect(excerptOf(new Uint8Array(0))).toBe("");
});

test("a page that cannot be read carries how it began", () => {
  const read = () => connector.readPage({ kind: "clients" }, null, Buffer.from('{"data":"+79161234567"}'));
  expect(read).toThrow(RetryableError);
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ code: "CRM_BAD_ANSWER", data: { excerpt: '{"data":"***"}' } });
  }
});
