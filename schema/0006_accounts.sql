-- People who can log in, and where they belong.

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  -- In lower case; NULL once its person's data were erased.
  email TEXT UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  role TEXT,
  status TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_account_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_account_newest ON account (created_at DESC, id);
CREATE INDEX ix_account_role ON account (role) WHERE role IS NOT NULL;

CREATE TABLE membership (
  account_id TEXT NOT NULL REFERENCES account (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  role TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (account_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_membership_organisation ON membership (organisation_id);
