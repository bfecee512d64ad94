import { answer } from "../helpers/fake-crm.ts";
import { type Outcome, ok, PAGE, status, type Variant } from "./variant.ts";

const REFUSED: Outcome = { error: "retry", code: "CRM_REDIRECTED" };
const SELF = "/api/v1/projects/1/phones";

/** Leads on so often, then gives the page. */
const hops =
  (times: number, code = 302): Variant["fault"] =>
  (response, asked, request) => {
    const at = Number(new URL(request.url ?? "", "http://x").searchParams.get("hop") ?? 0);
    const next = at < times ? status(code, { location: `${SELF}?hop=${at + 1}` }) : ok(PAGE);
    next(response, asked, request);
  };

/** Where a canary listens: `PORT` in a location stands for its port. */
const to = (row: number, name: string, location: string): Variant => ({
  row,
  name,
  fault: status(302, { location }),
  outcome: REFUSED,
});

/** Rows 23 and 24: where an answer leads to. Whatever leads elsewhere must leave the canary without a single connection. */
export const REDIRECTS: readonly Variant[] = [
  ...[301, 302, 303, 307, 308].map(
    (code): Variant => ({
      row: 23,
      name: `${code} within the origin`,
      fault: hops(1, code),
      outcome: { records: 2 },
      requests: 2,
    }),
  ),
  { row: 23, name: "three redirects", fault: hops(3), outcome: { records: 2 }, requests: 4 },
  { row: 23, name: "four redirects", fault: hops(4), outcome: REFUSED, requests: 4 },
  { row: 23, name: "a hundred redirects", fault: hops(100), outcome: REFUSED, requests: 4 },
  { row: 23, name: "a circle", fault: status(302, { location: SELF }), outcome: REFUSED, requests: 4 },
  { row: 23, name: "no location", fault: status(302), outcome: REFUSED },
  {
    row: 23,
    name: "two locations",
    fault: status(302, { location: [SELF, "http://127.0.0.1:PORT/"] }),
    outcome: REFUSED,
  },
  to(23, "another port", "http://127.0.0.1:PORT/api/v1/me"),
  to(23, "another name of the same machine", "http://localhost:PORT/"),
  to(23, "another scheme", "https://127.0.0.1:PORT/"),
  to(23, "a file", "file:///etc/passwd"),
  to(23, "the metadata of a cloud", "http://169.254.169.254/latest/meta-data/"),
  to(23, "a mail", "mailto:a@b.example"),
  to(23, "what is no URL", "http://[::1"),
  to(24, "a user before the host", "http://127.0.0.1@127.0.0.1:PORT/"),
  to(24, "no scheme", "//127.0.0.1:PORT/"),
  to(24, "backslashes", "\\\\127.0.0.1:PORT\\"),
  to(24, "a slash and a backslash", "/\\127.0.0.1:PORT/"),
  to(24, "a scheme and one slash", "ftp:/127.0.0.1:PORT/"),
  to(24, "tabs in it", "ht\ttp://127.0.0.1:PORT/"),
  to(24, "the address as a number", "http://2130706433:PORT/"),
  to(24, "the address in hexadecimal", "http://0x7f000001:PORT/"),
  to(24, "the address in short", "http://127.1:PORT/"),
  to(24, "the address in IPv6", "http://[::ffff:127.0.0.1]:PORT/"),
  to(24, "no address", "http://0.0.0.0:PORT/"),
  {
    row: 24,
    name: "404 behind a redirect",
    fault: (response, asked, request) => {
      const { status: code, body } = answer(404);
      const first = request.url?.includes("hop") !== true;
      (first ? status(302, { location: `${SELF}?hop=1` }) : status(code ?? 404, {}, JSON.stringify(body)))(
        response,
        asked,
        request,
      );
    },
    outcome: { error: "skip", code: "CRM_NOT_FOUND" },
    requests: 2,
  },
];
