/** What every answer carries, whatever it is. */
function common(isSecure: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    ...(isSecure && { "strict-transport-security": "max-age=31536000; includeSubDomains" }),
  };
}

/** Headers of answers that are no page: nothing of them may be kept, shown in a frame or run. */
export function dataHeaders(isSecure: boolean): Record<string, string> {
  return {
    ...common(isSecure),
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  };
}

/** Headers of a page with styles of this nonce; all it loads comes from here. */
export function pageHeaders(isSecure: boolean, nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    ...common(isSecure),
    "cache-control": "no-store",
    "content-security-policy": policy.join("; "),
  };
}

/** Headers of a file of the dashboard; `isNamedByContent`: another content would have another name. */
export function assetHeaders(isSecure: boolean, isNamedByContent: boolean): Record<string, string> {
  return {
    ...dataHeaders(isSecure),
    "cache-control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
  };
}
