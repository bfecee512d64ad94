import { expect, test } from "vitest";
import { proxyFor } from "../../src/config/proxy.ts";

const from = (env: Record<string, string>) => (url: string) => proxyFor(url, (name) => env[name]);

test("the proxy is the one that the environment names for the scheme", () => {
  const find = from({ HTTPS_PROXY: "http://a:1", http_proxy: "b:2", HTTP_PROXY: "http://c:3" });
  expect(find("https://crm.example.com/api")).toBe("http://a:1");
  expect(find("http://crm.example.com/api")).toBe("http://b:2");
  expect(from({})("https://crm.example.com")).toBeNull();
});

test.each(["http://localhost:3000", "http://127.0.0.1:8080/api", "https://[::1]/"])(
  "this machine is asked straight: %s",
  (url) => {
    expect(from({ HTTP_PROXY: "http://a:1", HTTPS_PROXY: "http://a:1" })(url)).toBeNull();
  },
);

test.each([
  ["crm.example.com", true],
  ["example.com", true],
  [".example.com", true],
  ["*.example.com", true],
  ["other.org, EXAMPLE.com", true],
  ["*", true],
  ["crm.example.com:443", true],
  ["crm.example.com:8443", false],
  ["ample.com", false],
  ["example.org", false],
  ["", false],
])("NO_PROXY=%s leaves crm.example.com out: %s", (value, out) => {
  const proxy = from({ HTTPS_PROXY: "http://a:1", NO_PROXY: value })("https://crm.example.com/api");
  expect(proxy).toBe(out ? null : "http://a:1");
});
