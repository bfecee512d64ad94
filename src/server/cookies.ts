/**
 * The name of the session's cookie: browsers take `__Host-` over TLS alone, for this host alone, so that no other service of the
 * domain can set it.
 */
export function sessionCookie(isSecure: boolean): string {
  return isSecure ? "__Host-datamaster" : "datamaster";
}

/** A cookie's value out of a request's `cookie` header; null where it is not there. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

/** A `set-cookie` header that gives the session's cookie this value, or with null takes it away. */
export function setSessionCookie(isSecure: boolean, value: string | null, seconds: number): string {
  const parts = [
    `${sessionCookie(isSecure)}=${value ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${value === null ? 0 : seconds}`,
  ];
  return [...parts, ...(isSecure ? ["Secure"] : [])].join("; ");
}
