/** What signing in and the people of the service are told. */
export const accessFaults = {
  signInRefused: () => [
    "E-mail or password is not right.",
    "An admin can give you a link to set a new password.",
  ],
  codeRefused: () => [
    "The code is not right.",
    "Codes change every 30 s and count once. Check the clock of your telephone, or use a recovery code.",
  ],
  passwordWrong: () => ["The password is not right."],
  signInWait: (p: { seconds: number }) => [
    `Too many failed tries. Try again in ${p.seconds < 100 ? `${p.seconds} s` : `${Math.ceil(p.seconds / 60)} min`}.`,
  ],
  passwordShort: (p: { least: number }) => [
    `The password is too short: it needs ${p.least} characters.`,
    "A few words in a row are easy to keep in mind and hard to guess.",
  ],
  passwordLong: (p: { most: number }) => [`The password is too long: ${p.most} characters are the most.`],
  passwordCommon: () => [
    "This password is one of the first that others would try.",
    "Take words that have nothing to do with each other.",
  ],
  passwordPersonal: () => ["The password must not be your name or e-mail."],
  linkInvalid: () => [
    "This link is no longer valid.",
    "Each link works once. Ask an admin for a new one; for the first set-up start datamaster serve again.",
  ],
  nameMissing: () => ["Name and e-mail are needed."],
  emailTaken: () => ["There is a person with this e-mail already."],
  noPerson: () => ["There is no such person.", "datamaster users list shows all."],
  noInvite: () => ["There is no such invitation."],
  noSession: () => ["This session has ended already."],
  tokenUnknown: () => ["There is no such token."],
  lastAdmin: () => [
    "This is the last admin: nobody could manage the service any more.",
    "Make another admin first.",
  ],
  tokenBeyond: (p: { scopes: string }) => [`The token's owner may not give it: ${p.scopes}.`],
  secondFactorThere: () => ["A second factor is set up already.", "Remove it first to set up another one."],
  secondFactorNone: () => ["No second factor is set up."],
  peopleOnly: () => [
    "This is for people: a token has no account of its own.",
    "Sign in with e-mail and password.",
  ],
  cursorWrong: () => ["This is no place of this list.", "Begin at its first page again."],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
