import { describe, expect, test } from "vitest";
import { RetryableError } from "../../src/base/errors.ts";
import { datamasterConnector as connector } from "../../src/crm/datamaster/datamaster.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const page = (
  target: Parameters<typeof connector.readPage>[0],
  body: unknown,
  cursor: string | null = null,
) => connector.readPage(target, cursor, bytes(typeof body === "string" ? body : JSON.stringify(body)));
const phones = { kind: "phones", projectId: "7" } as const;
const at = "2026-01-01T00:00:00Z";
/** The same in the form in which stamps are kept. */
const isoAt = "2026-01-01T00:00:00.000Z";

describe("requests", () => {
  test("ask for the largest pages the API allows", () => {
    expect(connector.pageRequest({ kind: "clients" }, null).path).toBe("/clients?page=1&per_page=200");
    expect(connector.pageRequest({ kind: "projects", clientId: "5" }, "3").path).toBe(
      "/clients/5/projects?page=3&per_page=200",
    );
    expect(connector.pageRequest(phones, null).path).toBe("/projects/7/phones?limit=500");
  });

  test("quote cursors and ids", () => {
    const { path } = connector.pageRequest({ kind: "phones", projectId: "a/../b" }, "x&limit=1=");
    expect(path).toBe("/projects/a%2F..%2Fb/phones?limit=500&cursor=x%26limit%3D1%3D");
  });
});

describe("answers", () => {
  test("tell the next numbered page until the last", () => {
    const meta = { page: 1, per_page: 200, total: 201, total_pages: 2 };
    const data = [
      { id: 1, name: "One", country: "RU", updated_at: at },
      { id: 2, name: "Two", updated_at: at },
    ];
    expect(page({ kind: "clients" }, { data, meta })).toEqual({
      kind: "clients",
      items: [
        { id: "1", name: "One", country: "RU", updatedAt: isoAt },
        { id: "2", name: "Two", country: null, updatedAt: isoAt },
      ],
      next: "2",
      ahead: ["2"],
      total: 201,
      withoutId: 0,
    });
    expect(page({ kind: "clients" }, { data, meta: { ...meta, page: 2 } }, "2").next).toBeNull();
  });

  test("tell where the pages after the next begin, some dozens at most", () => {
    const meta = { page: 3, per_page: 200, total: 1000, total_pages: 5 };
    const data = [{ id: 1, name: "One", updated_at: at }];
    expect(page({ kind: "clients" }, { data, meta }, "3").ahead).toEqual(["4", "5"]);
    const endless = { ...meta, total_pages: 1_000_000_000 };
    expect(page({ kind: "clients" }, { data, meta: endless }, "3").ahead).toHaveLength(64);
  });

  test("keep every digit of ids and of phones that are JSON numbers", () => {
    const body = `{"data":[{"id":90071992547409931,"project_id":7,"phone":49176412345678902,"updated_at":"${at}"},
      {"id":2,"project_id":7,"phone":79161234567,"updated_at":"${at}"},
      {"id":3,"project_id":7,"phone":7.9161234567E+10,"updated_at":"${at}"}],"next_cursor":null}`;
    expect(page(phones, body).items).toMatchObject([
      { id: "90071992547409931", phone: "49176412345678902" },
      { id: "2", phone: "79161234567" },
      { id: "3", phone: "7.9161234567E+10" },
    ]);
  });

  test("leave out clients and projects without an id, count them, and take any name", () => {
    const meta = { page: 1, per_page: 200, total: 7, total_pages: 1 };
    const data = [
      { id: null },
      { id: 2 ** 53, name: null },
      { id: "", name: "x" },
      { id: "\ud800" },
      { id: "x/1", name: 7 },
    ];
    expect(page({ kind: "projects", clientId: "5" }, { data, meta })).toEqual({
      kind: "projects",
      items: [
        { id: "9007199254740992", name: "", updatedAt: null },
        { id: "x/1", name: "7", updatedAt: null },
      ],
      next: null,
      ahead: [],
      total: 7,
      withoutId: 3,
    });
  });

  test("that tell of items and hold none are worth another try", () => {
    const meta = { page: 1, per_page: 200, total: 7, total_pages: 1 };
    expect(() => page({ kind: "clients" }, { data: [], meta })).toThrow(/tells of 7 items and holds none/);
    expect(page({ kind: "clients" }, { data: [], meta }, "2").items).toEqual([]);
  });

  test("with a record of another shape are still a page", () => {
    const data = [
      { id: 1, phone: { number: 1 } },
      null,
      { id: null, phone: true, label: "", contact: "Ann" },
    ];
    expect(page(phones, { data, next_cursor: null }).items).toEqual([
      { id: "1", phone: '{"number":1}', label: null, contact: null },
      { id: "", phone: null, label: null, contact: null },
      { id: "", phone: "true", label: null, contact: "Ann" },
    ]);
  });

  test.each([
    ["a web page", "<!DOCTYPE html><html></html>", "web page"],
    ["cut JSON", '{"data":[{"id":1', "complete JSON"],
    ["trailing junk", '{"data":[],"next_cursor":null}x', "complete JSON"],
    ["nothing", "", "empty"],
    ["other JSON", '{"items":[]}', "promises at data"],
    ["no cursor", '{"data":[]}', "promises at next_cursor"],
    ["a list", "[]", "promises"],
  ])("that are %s are worth another try", (_name, body, message) => {
    expect(() => page(phones, body)).toThrow(RetryableError);
    expect(() => page(phones, body)).toThrow(message);
  });

  test("of another API are told apart at the account", () => {
    expect(() => connector.readAccount(bytes("<html>"))).toThrow(
      expect.objectContaining({ code: "CRM_NOT_A_CRM" }),
    );
    expect(() => connector.readAccount(bytes('{"login":"x"}'))).toThrow(
      expect.objectContaining({ code: "CRM_NOT_A_CRM" }),
    );
    expect(connector.readAccount(bytes('{"account":"acme","rate_limit_per_second":null}'))).toEqual({
      name: "acme",
      requestsPerSecond: null,
    });
  });
});
