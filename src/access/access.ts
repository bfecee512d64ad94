/** The doorway: who may come in, and who may do what. */
export { admit, isOpen, roleOf, scopesNow } from "./authenticate.ts";
export { createNumberIds, type NumberIds } from "./number-ids.ts";
export { hashPassword, verifyPassword } from "./password.ts";
export {
  LONGEST_PASSWORD,
  passwordFault,
  SHORTEST_PASSWORD,
} from "./password-rules.ts";
export {
  type AccessRules,
  INVITE_LIFE_MS,
  isoOf,
  SETUP_LIFE_MS,
  TRIES_KEPT_MS,
} from "./rules.ts";
export { newRecoveryCodes, newTotpSecret, recoveryHash, stepOf, totpUri } from "./second-factor.ts";
export { csrfOf, hashSecret, isSecret, newApiToken, newId, newSecret } from "./secrets.ts";
export { beginTry, forgiveTry, netOf, type TryKeys, tryKeys } from "./throttle.ts";
export {
  type Admitted,
  ownerOf,
  type PresentSession,
  type RequestFacts,
  type SeenNote,
  type Who,
} from "./who.ts";
