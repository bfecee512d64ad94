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
  policyValue: (p: { name: string; value: string }) => [
    `${p.name} cannot be ${JSON.stringify(p.value)}.`,
    "docs/reference.md tells the bounds of each.",
  ],
  cursorWrong: () => ["This is no place of this list.", "Begin at its first page again."],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** What `users` says. */
export const users = {
  none: "Nobody is there yet: datamaster serve prints a link for the first admin.",
  heads: {
    email: "E-MAIL",
    name: "NAME",
    role: "ROLE",
    state: "STATE",
    factor: "SECOND FACTOR",
    seen: "SEEN (UTC)",
  },
  states: { active: "active", disabled: "switched off", invited: "invited", link: "may set a new password" },
  yes: "yes",
  link: (p: { until: string }) =>
    `It works once, until ${p.until} UTC. Send it in a way that nobody else reads.`,
  role: (p: { email: string; role: string; ended: number }) =>
    `${p.email} has the role ${p.role} now.${p.ended === 0 ? "" : ` Open sessions ended: ${p.ended}.`}`,
  disabled: (p: { email: string; ended: number }) =>
    `${p.email} is switched off. Open sessions ended: ${p.ended}.`,
  active: (p: { email: string; ended: number }) => `${p.email} may sign in again.`,
  reset: (p: { email: string; ended: number }) =>
    `The second factor of ${p.email} is gone. Open sessions ended: ${p.ended}.`,
};

/** What `policy` says. */
export const policy = {
  heads: { name: "NAME", value: "VALUE", about: "WHAT IT IS", by: "SET BY (UTC)" },
  config: "the config",
  set: (p: { name: string; value: string }) =>
    `${p.name} is ${p.value} now; it counts from the next request on.`,
  about: {
    idleMinutes: "minutes without a request after which a session ends",
    lifeHours: "hours after which a session ends in any case",
    needsSecondFactor: "admins and exporters need a second factor",
    revealsADay: "whole numbers that one person may be shown in 24 hours",
    revealSeconds: "seconds after which a number is masked again",
  },
};

/** What `tokens` says. */
export const tokens = {
  none: "No token is there yet.",
  never: "never",
  heads: { id: "ID", name: "NAME", owner: "OWNER", scopes: "MAY", used: "USED (UTC)", ends: "ENDS (UTC)" },
  once: "It is shown this once; only its hash is kept.",
  revoked: "The token works no more.",
};

const email = "their e-mail";

export const accessVerbs = {
  users: {
    summary: "who may use the service",
    about:
      "The people of the service and its dashboard: viewer, operator, exporter, auditor, admin. It works beside a running service; " +
      "each change counts from the person's next request on, and is noted in the audit log.",
    examples: { list: "everybody", add: "a link for somebody new", disable: "out at once" },
  },
  usersList: {
    summary: "everybody who may sign in",
    about: "Lists people with role, state and second factor, and who is invited.",
    examples: { json: "for programs" },
  },
  usersAdd: {
    summary: "invite a person",
    about:
      "Makes a link with which a new person chooses a password; it works once, for three days. An older link for the same e-mail ends.",
    email,
    name: "their name (default: what stands before the @)",
    role: "what they may",
    address: "where the service is reached (default: this machine, with the port of the config)",
    examples: { add: "an operator", address: "a link for a service elsewhere" },
  },
  usersRole: {
    summary: "change what a person may",
    about:
      "Gives a person another role. Who may do more than before signs in anew; the last admin stays one.",
    email,
    role: "the new role",
    examples: { role: "may export from now on" },
  },
  usersDisable: {
    summary: "switch a person off",
    about: "Ends a person's sessions, and lets neither them nor their tokens in.",
    examples: { one: "out at once" },
  },
  usersEnable: {
    summary: "switch a person on again",
    about: "Lets a person and their tokens in again, with the password of before.",
    examples: { one: "may sign in again" },
  },
  usersLink: {
    summary: "a link for a new password",
    about:
      "Makes a link with which a person sets a new password; it works once, for three days, and ends their sessions.",
    examples: { one: "who forgot the password" },
  },
  usersResetFactor: {
    summary: "take a lost second factor away",
    about:
      "Takes the second factor from a person who lost it; their sessions end, and the password alone lets them in.",
    examples: { one: "who lost the telephone" },
  },
  tokens: {
    summary: "tokens that let programs use the API",
    about:
      "A token belongs to a person and may no more than they may. It goes in the header `Authorization: Bearer`.",
    examples: { list: "all of them", add: "one for a program" },
  },
  tokensList: {
    summary: "all tokens",
    about:
      "Lists tokens with owner, scopes and last use. What they are is told of none: only their hashes are kept.",
    examples: { json: "for programs" },
  },
  tokensAdd: {
    summary: "make a token",
    about: "Makes a token and prints it on stdout, once.",
    name: "what uses it",
    owner: "e-mail of the person whose it is",
    scope: "what it may; several may follow",
    days: "it ends after so many days (default: never)",
    examples: { add: "may start runs, for 90 days" },
  },
  tokensRevoke: {
    summary: "end a token",
    about: "Ends a token at once.",
    token: "its id, as `tokens list` shows it",
    examples: { one: "it works no more" },
  },
  policy: {
    summary: "what admins set of the service",
    about:
      "How people sign in and how much they are shown: what Settings, Privacy sets in the dashboard. It works beside a running service, and each change is noted in the audit log.",
    examples: { show: "all of it", set: "fewer whole numbers a day" },
  },
  policyShow: {
    summary: "what is set, and by whom",
    about:
      "Shows each rule with its value, and who changed it last; one that the config sets is changed there.",
    examples: { json: "for programs" },
  },
  policySet: {
    summary: "set one rule",
    about: "Sets a rule; it counts from the next request on.",
    name: "which one",
    value: "a whole number, true or false",
    examples: { fewer: "50 whole numbers a day and person", factor: "no admin and no exporter without" },
  },
};
