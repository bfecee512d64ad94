import type { FastifyRequest } from "fastify";
import type { Admitted, RequestFacts } from "../access/access.ts";
import { DatamasterError } from "../base/errors.ts";
import type { RouteShape } from "../contract/contract.ts";
import { told } from "../messages/messages.ts";
import { cookieOf, sessionCookie } from "./cookies.ts";

/** Who a request comes from; null where nobody is known. */
export type Authenticate = (facts: RequestFacts) => Promise<Admitted | null>;

const CSRF_HEADER = "x-datamaster-csrf";
const FORWARDED = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"];
const BEARER = /^Bearer +([\w.~+/=-]+)$/i;

/**
 * Lets a request through to a route, or throws why not: plain HTTP that others can read, another site's page, nobody signed in, a
 * missing permission, a session without its CSRF token. Deny is what is left where nothing allows.
 */
export async function admit(
  request: FastifyRequest,
  route: RouteShape,
  { authenticate, trustsProxy }: { readonly authenticate: Authenticate; readonly trustsProxy: boolean },
): Promise<Admitted | null> {
  const changes = route.method !== "GET";
  if ((changes || route.may !== "anyone") && !isPrivate(request, trustsProxy)) {
    throw new DatamasterError("PLAIN_HTTP", told("httpPlain"));
  }
  if (changes) refuseForeign(request);
  const admitted = await authenticate(factsOf(request));
  if (changes && admitted?.session) refuseForged(request, admitted.session.csrf);
  if (route.may === "anyone") return admitted;
  if (admitted === null) throw new DatamasterError("NOT_SIGNED_IN", told("httpSignIn"));
  if (route.may === "signed-in") return admitted;
  if (admitted.needsSecondFactor) throw new DatamasterError("NOT_ALLOWED", told("httpSecondFactor"));
  if (admitted.who.permissions.includes(route.may)) return admitted;
  throw new DatamasterError("NOT_ALLOWED", told("httpDenied", { may: route.may }), {
    data: { may: route.may },
  });
}

/** What a request tells of who sends it. */
export function factsOf(request: FastifyRequest): RequestFacts {
  const { headers, protocol, ip } = request;
  return {
    session: cookieOf(headers.cookie, sessionCookie(protocol === "https")),
    bearer: BEARER.exec(headers.authorization ?? "")?.[1] ?? null,
    place: ip,
  };
}

/** Nobody between can read it: TLS, or a connection that never leaves this machine. */
export function isPrivate(request: FastifyRequest, trustsProxy: boolean): boolean {
  if (request.protocol === "https") return true;
  // A proxy that is not trusted may stand for anybody.
  if (!trustsProxy && FORWARDED.some((name) => request.headers[name] !== undefined)) return false;
  return isLoopback(request.ip);
}

/** Whether an address is this machine's own, for connections that never leave it. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

/** Refuses what another site's page sends: browsers say where a request comes from, and pages cannot change that. */
function refuseForeign(request: FastifyRequest): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  const isOwn = origin === undefined || origin === `${request.protocol}://${request.host}`;
  const isSame = site === undefined || site === "same-origin" || site === "none";
  if (!isOwn || !isSame) throw new DatamasterError("FOREIGN_ORIGIN", told("httpForeign"));
}

/** A cookie goes along with any request; the header only with those of a page that was given the token. */
function refuseForged(request: FastifyRequest, csrf: string): void {
  if (request.headers[CSRF_HEADER] !== csrf) {
    throw new DatamasterError("FOREIGN_ORIGIN", told("httpForged"));
  }
}
