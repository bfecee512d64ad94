/** What goes wrong in the service, and what it says of itself. */
export const service = {
  httpSignIn: () => [
    "Sign in first.",
    "Your session may have ended. With an API token: Authorization: Bearer dmp_...",
  ],
  httpDenied: (p: { may: string }) => [
    "Your role does not allow this.",
    `An admin can grant it; what is needed is called ${p.may}.`,
  ],
  httpNothing: () => ["There is nothing at this address.", "The addresses of the API are listed at /docs."],
  httpMethod: (p: { method: string; allowed: string }) => [
    `This address does not take ${p.method}.`,
    `It takes ${p.allowed}.`,
  ],
  httpInput: (p: { fields: string }) => [
    `What was sent is not what is taken here: ${p.fields}.`,
    "Correct it and send it again.",
  ],
  httpNoJson: () => ["What was sent is no JSON.", "Correct it and send it again."],
  httpTooLarge: (p: { bytes: number }) => [`More was sent than is taken at once (${p.bytes} bytes).`],
  httpType: (p: { types: string }) => [`What was sent has another form than is taken here (${p.types}).`],
  httpKeyReused: () => [
    "This Idempotency-Key was used for another request.",
    "Take a new key for each new request.",
  ],
  httpKeyBusy: () => [
    "The request with this Idempotency-Key is still being answered.",
    "Ask again in a moment.",
  ],
  httpKeyWrong: () => ["An Idempotency-Key has 8 to 200 letters, digits, - or _."],
  httpTooMany: (p: { seconds: number }) => [`Too many requests. Try again in ${p.seconds} s.`],
  httpManyStreams: (p: { most: number }) => [
    `You have ${p.most} pages open that follow what goes on; more are not served.`,
    "Close some of them.",
  ],
  httpInternal: (p: { request: string }) => [
    "Something went wrong inside the service.",
    `The log tells more under the request ${p.request}.`,
  ],
  httpBadRequest: () => ["The request cannot be understood."],
  closing: () => ["The service is ending.", "Runs are saved. Try again in a moment."],
  deskEnded: () => ["A thread of the service ended before it answered.", "Try again; the log tells more."],
};
