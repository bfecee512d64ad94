-- Who may use the dashboard and the API. No password and no token stands here in clear: of passwords their argon2id hash, of sessions,
-- invitations and tokens the SHA-256 of what their holder has. Times: ISO UTC. state: active or disabled; password null: not set yet.
-- totp: the second factor's secret, sealed; totp_step: the last time step it was used in. prefs: JSON of the dashboard's own settings.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  language TEXT,
  zone TEXT,
  state TEXT NOT NULL,
  password TEXT,
  totp TEXT,
  totp_step INTEGER,
  prefs TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes (
  person TEXT NOT NULL REFERENCES users (id),
  hash TEXT NOT NULL,
  PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_sessions (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  place TEXT NOT NULL,
  browser TEXT NOT NULL,
  second_factor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_sessions_by_person ON user_sessions (person);

-- One-time links. kind: setup (makes the first admin), invite (a new person), password (a new password for one who is there).
CREATE TABLE invites (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  person TEXT,
  email TEXT,
  name TEXT,
  role TEXT,
  made_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens of programs. scopes: permissions, divided by spaces.
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL REFERENCES users (id),
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  used_at TEXT,
  used_from TEXT
) STRICT, WITHOUT ROWID;

-- Failed sign-ins, by account and by net of addresses (hashed); one row each, forgotten after an hour without another.
CREATE TABLE sign_in_tries (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
