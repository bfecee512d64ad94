/** The config file where none is named. */
export const DEFAULT_FILE = "datamaster.yaml";
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export const LOG_FORMATS = ["pretty", "json"] as const;

/** What holds of the settings that every config has, where nothing else is said. */
export const DEFAULTS = {
  store: "sqlite:./datamaster.db",
  ranges: "./.datamaster/ranges",
  tokenFolder: "./.datamaster/tokens",
  tombstoneKeyFile: "./.datamaster/tombstone.key",
  secretKeyFile: "./.datamaster/secret.key",
  serve: {
    port: 8080,
    host: "127.0.0.1",
    trustProxy: false,
    continueRuns: true,
    sessionIdle: 30,
    requireSecondFactor: false,
    keepExports: 24,
    requestsPerSecond: 50,
  },
  log: { level: "info", format: "pretty" },
} as const;
