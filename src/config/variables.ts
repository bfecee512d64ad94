export const VARIABLE_PREFIX = "DATAMASTER_";
/** The token of the source that flags alone describe. */
export const TOKEN_VARIABLE = "DATAMASTER_TOKEN";
/** What backups are encrypted with, where no key is named. */
export const PASSPHRASE_VARIABLE = "DATAMASTER_BACKUP_PASSPHRASE";
/** The key that secrets in the store are sealed under, where it does not lie in a file. */
export const SECRET_KEY_VARIABLE = "DATAMASTER_SECRET_KEY";

/** `sources.main-crm.baseUrl` -> `DATAMASTER_SOURCES__MAIN_CRM__BASE_URL`. */
export function variableFor(path: readonly string[]): string {
  return VARIABLE_PREFIX + path.map(variablePart).join("__");
}

/** One level of a variable's name: words apart, upper case, anything but letters and digits as `_`. */
export function variablePart(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]/g, "_")
    .toUpperCase();
}
