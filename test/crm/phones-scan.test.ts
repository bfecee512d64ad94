import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordPage } from "../../src/crm/crm.ts";
import { datamasterConnector as connector } from "../../src/crm/datamaster/datamaster.ts";
import { scanPhones } from "../../src/crm/datamaster/phones-scan.ts";

const phones = { kind: "phones", projectId: "7" } as const;
const bytesOf = (text: string) => new TextEncoder().encode(text);

function parsed(body: Uint8Array): unknown {
  try {
    const { items, next } = connector.readPage(phones, null, body);
    return { items, next };
  } catch {
    return "refused";
  }
}

/** The phone as its bytes say, where they do. */
function phoneOf(page: RecordPage, i: number): string | null {
  const start = page.phoneStart(i);
  if (start < 0) return page.phone(i);
  const said = Buffer.from(page.bytes.subarray(start, page.phoneEnd(i))).toString();
  expect(page.phone(i)).toBe(said);
  return said;
}

function scanned(page: RecordPage): unknown {
  const items = Array.from({ length: page.length }, (_, i) => ({
    id: page.id(i),
    phone: phoneOf(page, i),
    label: page.label(i),
    contact: page.contact(i),
  }));
  return { items, next: page.next };
}

/** What scanning makes of a page is nothing, or just what the general parser makes of it. */
function agrees(body: Uint8Array): boolean {
  const page = scanPhones(body);
  if (page === null) return false;
  expect(scanned(page)).toEqual(parsed(body));
  return true;
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "+7 916 123-45-67",
    '="+79161234567"',
    "тел. 8 916 1234567",
    "\\",
    '"',
    "\u0000",
    "\ud800",
    "",
  ),
);
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, 0, 79161234567, 999999999999999) },
  { weight: 1, arbitrary: fc.oneof(fc.double(), fc.bigInt({ max: 2n ** 60n }).map(Number), fc.boolean()) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, [1], { id: 1 }) },
);
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom("id", "phone", "label", "contact") }, text);
const record = fc.oneof({ weight: 20, arbitrary: fc.dictionary(key, value, { maxKeys: 6 }) }, value);
const pageBody = fc
  .record({
    data: fc.array(record, { maxLength: 5 }),
    next_cursor: fc.oneof(text, fc.constant(null)),
    more: value,
  })
  .chain((page) => fc.constantFrom(JSON.stringify(page), JSON.stringify(page, null, 2)));

describe("scanning a page of phones", () => {
  test("reads what the CRM sends, to the last digit and letter", () => {
    const body = bytesOf(
      `{"data":[{"id":100086,"project_id":7,"phone":"+7 911","label":"факс","contact":null,"updated_at":"x"},
        {"id":2,"phone":79820798664,"label":null,"contact":"a\\"b"},{"phone":"=\\"+7\\"\\u202a","label":"","id":"x/1"},{}],
        "next_cursor":"abc="}`,
    );
    expect(agrees(body)).toBe(true);
    expect(scanPhones(body)?.phone(2)).toBe('="+7"\u202a');
  });

  test.each([
    ["an empty page", '{"data":[],"next_cursor":null}', true],
    ["the cursor first", '{"next_cursor":null,"data":[{"id":1}]}', true],
    ["a field twice", '{"data":[{"id":1,"phone":"1","phone":null}],"next_cursor":null}', true],
    ["an id past 2^53", '{"data":[{"id":90071992547409931}],"next_cursor":null}', true],
    ["an exponent", '{"data":[{"phone":7.9161234567E+10}],"next_cursor":null}', true],
    ["a fraction", '{"data":[{"phone":1.5}],"next_cursor":null}', true],
    ["a minus", '{"data":[{"phone":-79161234567}],"next_cursor":null}', true],
    ["a fraction that is none", '{"data":[{"phone":89161234567.0}],"next_cursor":null}', true],
    [
      "one beside an exponent",
      '{"data":[{"phone":89161234567.0},{"phone":8.9e10}],"next_cursor":null}',
      true,
    ],
    ["a label that is a number", '{"data":[{"label":7e10}],"next_cursor":null}', false],
    ["a cut number", '{"data":[{"phone":1.}],"next_cursor":null}', false],
    ["a leading zero", '{"data":[{"phone":079}],"next_cursor":null}', false],
    ["an escaped key", '{"data":[{"\\u0069d":1}],"next_cursor":null}', false],
    ["a bad escape", '{"data":[{"phone":"\\q"}],"next_cursor":null}', false],
    ["a bad unicode escape", '{"data":[{"phone":"\\u12g4"}],"next_cursor":null}', false],
    ["a line break in a text", '{"data":[{"phone":"1\n2"}],"next_cursor":null}', false],
    ["a comma too many", '{"data":[{"id":1},],"next_cursor":null}', false],
    ["a nested value", '{"data":[{"id":1,"phone":{"a":1}}],"next_cursor":null}', false],
    ["no cursor", '{"data":[]}', false],
    ["a cursor that is a number", '{"data":[],"next_cursor":7}', false],
    ["a byte order mark", '\ufeff{"data":[],"next_cursor":null}', false],
    ["something behind", '{"data":[],"next_cursor":null}{}', false],
  ])("takes or leaves %s", (_name, body, taken) => {
    expect(agrees(bytesOf(body))).toBe(taken);
  });

  test("leaves bytes that are no UTF-8", () => {
    const body = bytesOf('{"data":[{"phone":"?"}],"next_cursor":null}');
    body[body.indexOf(0x3f)] = 0xff;
    expect(scanPhones(body)).toBeNull();
  });

  test("grows with the page", () => {
    const data = Array.from({ length: 3000 }, (_, id) => ({ id, phone: `+7${id}` }));
    expect(agrees(bytesOf(JSON.stringify({ data, next_cursor: null })))).toBe(true);
  });

  test("never differs from the general parser, whatever arrives", () => {
    let taken = 0;
    fc.assert(
      fc.property(
        pageBody,
        fc.nat(),
        fc.constantFrom("", '"', "\\", ",", "0", "}", " ", "e"),
        (body, place, put) => {
          if (agrees(bytesOf(body))) taken++;
          const at = place % (body.length + 1);
          agrees(bytesOf(body.slice(0, at) + put + body.slice(at + 1)));
        },
      ),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

test("pages have the same mark where they hold the same ids in the same order", () => {
  const mark = (ids: readonly (number | string)[], phone = "1") => {
    const data = ids.map((id) => ({ phone, id }));
    return scanPhones(bytesOf(JSON.stringify({ data, next_cursor: phone })))?.mark();
  };
  expect(mark([1, 23, "a"])).toBe(mark([1, 23, "a"], "2"));
  const others = [[1, 23], [12, 3, "a"], [23, 1, "a"], [1, 23, "b"], [1, 23, "a", 4], []];
  expect(new Set([...others, [1, 23, "a"]].map((ids) => mark(ids))).size).toBe(others.length + 1);
});

test("keys may change their order and spacing from one record to the next", () => {
  const records = `{"id":1,"phone":"2","label":"a"},{"phone": "3","id" :2},{ "id":3,"phone":"4" ,"label":"b"},{"id":4,"phone":"5","label":"c"}`;
  expect(agrees(bytesOf(`{"data":[${records}],"next_cursor":null}`))).toBe(true);
});
