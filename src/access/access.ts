/** The doorway: who may come in, and who may do what. */
export { admit, isOpen, languageOf, roleOf, scopesNow } from "./authenticate.ts";
export { hashPassword, verifyPassword } from "./password.ts";
export {
  LONGEST_PASSWORD,
  type PasswordFault,
  passwordFault,
  SHORTEST_PASSWORD,
} from "./password-rules.ts";
export {
  type AccessRules,
  DEFAULT_IDLE_MS,
  INVITE_LIFE_MS,
  isoOf,
  needsSecondFactor,
  SESSION_LIFE_MS,
  SETUP_LIFE_MS,
  TRIES_KEPT_MS,
} from "./rules.ts";
export { newRecoveryCodes, newTotpSecret, recoveryHash, stepOf, totpUri } from "./second-factor.ts";
export { csrfOf, hashSecret, isSame, isSecret, newApiToken, newId, newSecret } from "./secrets.ts";
export { beginTry, forgiveTry, netOf, type TryKeys, tryKeys } from "./throttle.ts";
export type { Admitted, PresentSession, RequestFacts, SeenNote, Who } from "./who.ts";
