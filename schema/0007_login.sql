-- How people log in. Of secrets only digests are kept (BLAKE2b; Argon2id for passwords, with its
-- parameters in the text), but for the shared secret of the second factor, which is needed itself.

ALTER TABLE token ADD COLUMN account_id TEXT REFERENCES account (id);
ALTER TABLE token ADD COLUMN scope TEXT NOT NULL DEFAULT 'write';
-- yyyy-mm-dd in Vietnam; more would be a record of what people do all day.
ALTER TABLE token ADD COLUMN last_used TEXT;
CREATE INDEX ix_token_account ON token (account_id, created_at DESC) WHERE account_id IS NOT NULL;

CREATE TABLE password (
  account_id TEXT PRIMARY KEY REFERENCES account (id),
  hash TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  address TEXT,
  user_agent TEXT,
  -- 1 while the second factor is owed.
  pending INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_session_account ON session (account_id, created_at DESC, id);
CREATE INDEX ix_session_end ON session (ends_at);

CREATE TABLE sign_in_link (
  hash BLOB PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  purpose TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_sign_in_link_account ON sign_in_link (account_id);
CREATE INDEX ix_sign_in_link_end ON sign_in_link (expires_at);

-- Tries that guessing could gain from. key is a digest of what was tried for: an address that
-- belongs to nobody must not be kept as such.
CREATE TABLE attempt (
  throttle TEXT NOT NULL,
  key BLOB NOT NULL,
  tries INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  forget_at INTEGER NOT NULL,
  PRIMARY KEY (throttle, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_attempt_end ON attempt (forget_at);

CREATE TABLE second_factor (
  account_id TEXT PRIMARY KEY REFERENCES account (id),
  secret BLOB NOT NULL,
  -- NULL until a first code has shown that the application has it.
  confirmed_at INTEGER,
  -- The step of the last code that was used; none of it or before it counts again.
  last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
  account_id TEXT NOT NULL REFERENCES account (id),
  hash BLOB NOT NULL,
  PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- Logins that were sent to the identity provider and have not come back. browser_hash is of the
-- browser's cookie, from which nonce and PKCE verifier are derived.
CREATE TABLE openid_login (
  state_hash BLOB PRIMARY KEY,
  browser_hash BLOB NOT NULL,
  return_to TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_openid_login_end ON openid_login (expires_at);

CREATE TABLE openid_identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_openid_identity_account ON openid_identity (account_id);
