-- The first shape of the register. Times are Unix seconds in UTC; states, kinds and codes are
-- the texts of fixtures/codes; profile, statement and offer hold the record as JSON, while the
-- columns beside them are what lists filter and sort by.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE organisation (
  id TEXT PRIMARY KEY,
  external_id TEXT UNIQUE,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  name TEXT NOT NULL,
  -- Compares as a Vietnamese dictionary orders.
  name_key BLOB NOT NULL,
  tax_code TEXT,
  province TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_organisation_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  profile TEXT NOT NULL
) STRICT;

CREATE INDEX ix_organisation_name ON organisation (name_key, id);
CREATE INDEX ix_organisation_status ON organisation (status, name_key, id);
-- One live registration per tax code; a withdrawn one frees it.
CREATE UNIQUE INDEX ux_organisation_tax_code ON organisation (tax_code)
  WHERE tax_code IS NOT NULL AND status <> 'withdrawn';

CREATE TABLE organisation_tag (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (list, code, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_organisation_tag ON organisation_tag (organisation_id);

CREATE TABLE problem (
  id TEXT PRIMARY KEY,
  external_id TEXT UNIQUE,
  code TEXT UNIQUE,
  status TEXT NOT NULL,
  status_reason TEXT,
  title TEXT NOT NULL,
  field TEXT,
  province TEXT,
  deadline INTEGER,
  author TEXT REFERENCES organisation (id),
  version INTEGER NOT NULL CONSTRAINT ck_problem_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  published_at INTEGER,
  statement TEXT NOT NULL
) STRICT;

CREATE INDEX ix_problem_newest ON problem (created_at DESC, id);
CREATE INDEX ix_problem_author ON problem (author);

CREATE TABLE problem_tag (
  problem_id TEXT NOT NULL REFERENCES problem (id),
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (list, code, problem_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_problem_tag ON problem_tag (problem_id);

CREATE TABLE proposal (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_proposal_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  submitted_at INTEGER,
  offer TEXT NOT NULL
) STRICT;

CREATE INDEX ix_proposal_problem ON proposal (problem_id, id);
CREATE INDEX ix_proposal_newest ON proposal (created_at DESC, id);
-- One live proposal of a solver for a problem; a withdrawn one makes room for another.
CREATE UNIQUE INDEX ux_proposal_lead ON proposal (organisation_id, problem_id)
  WHERE status <> 'withdrawn';

CREATE TABLE token (
  id TEXT PRIMARY KEY,
  -- BLAKE2b of the secret; the secret itself is shown once and kept nowhere.
  hash BLOB NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  role TEXT NOT NULL,
  -- A member's token without one takes the first organisation that it registers.
  organisation_id TEXT REFERENCES organisation (id),
  label TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE INDEX ix_token_organisation ON token (organisation_id);

-- What a request with an Idempotency-Key made, so that repeating it makes nothing more.
CREATE TABLE idempotency (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  record_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_idempotency_age ON idempotency (created_at);

-- Every change in the order of its commit; indexes in memory follow it.
CREATE TABLE change_feed (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  aggregate TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  aggregate TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- {"before":…,"after":…,"reason":…} and a salt; the chain covers their digest, so that a value
  -- can one day be erased and the chain still be proved.
  payload TEXT,
  salt BLOB NOT NULL,
  payload_digest BLOB NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL UNIQUE
) STRICT;

CREATE INDEX ix_audit_record ON audit (aggregate, record_id, sequence);

CREATE TRIGGER tr_audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER tr_audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER tr_change_feed_no_update BEFORE UPDATE ON change_feed
BEGIN SELECT RAISE(ABORT, 'change_feed is append-only'); END;
CREATE TRIGGER tr_change_feed_no_delete BEFORE DELETE ON change_feed
BEGIN SELECT RAISE(ABORT, 'change_feed is append-only'); END;
