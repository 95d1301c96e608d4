-- What funds keep and do: their portfolio, whom they watch, searches that are asked again, and
-- introductions between two organisations.

CREATE TABLE investment (
  id TEXT PRIMARY KEY,
  fund_id TEXT NOT NULL REFERENCES organisation (id),
  -- The firm, where it is in the register; its name stands in terms otherwise.
  organisation_id TEXT REFERENCES organisation (id),
  is_public INTEGER NOT NULL CONSTRAINT ck_investment_public CHECK (is_public IN (0, 1)),
  version INTEGER NOT NULL CONSTRAINT ck_investment_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  terms TEXT NOT NULL
) STRICT;

CREATE INDEX ix_investment_fund ON investment (fund_id, created_at DESC, id);
CREATE INDEX ix_investment_organisation ON investment (organisation_id);

CREATE TABLE watch (
  fund_id TEXT NOT NULL REFERENCES organisation (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (fund_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_watch_organisation ON watch (organisation_id, fund_id);
CREATE INDEX ix_watch_newest ON watch (fund_id, since DESC, organisation_id);

CREATE TABLE saved_search (
  id TEXT PRIMARY KEY,
  organisation_id TEXT REFERENCES organisation (id),
  account_id TEXT REFERENCES account (id),
  version INTEGER NOT NULL CONSTRAINT ck_saved_search_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  wish TEXT NOT NULL,
  -- When it is next asked; NULL where every change to the register is looked at.
  due_at INTEGER,
  -- How far in the change feed it has looked.
  seen_sequence INTEGER NOT NULL,
  CONSTRAINT ck_saved_search_owner CHECK ((organisation_id IS NULL) <> (account_id IS NULL))
) STRICT;

CREATE INDEX ix_saved_search_organisation ON saved_search (organisation_id, created_at DESC, id);
CREATE INDEX ix_saved_search_account ON saved_search (account_id, created_at DESC, id);
CREATE INDEX ix_saved_search_due ON saved_search (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_saved_search_at_once ON saved_search (seen_sequence) WHERE due_at IS NULL;

-- What its owner has been told of, so that nothing is told twice.
CREATE TABLE saved_search_hit (
  saved_search_id TEXT NOT NULL REFERENCES saved_search (id),
  hit TEXT NOT NULL,
  PRIMARY KEY (saved_search_id, hit)
) STRICT, WITHOUT ROWID;

CREATE TABLE introduction (
  id TEXT PRIMARY KEY,
  requester_id TEXT NOT NULL REFERENCES organisation (id),
  recipient_id TEXT NOT NULL REFERENCES organisation (id),
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  refusal TEXT,
  note TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_introduction_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_introduction_newest ON introduction (created_at DESC, id);
CREATE INDEX ix_introduction_recipient ON introduction (recipient_id);
CREATE INDEX ix_introduction_requester ON introduction (requester_id, status);
CREATE INDEX ix_introduction_due ON introduction (expires_at) WHERE status = 'requested';
-- One unanswered introduction of a pair in one direction.
CREATE UNIQUE INDEX ux_introduction_open ON introduction (requester_id, recipient_id)
  WHERE status = 'requested';

CREATE TABLE introduction_outcome (
  introduction_id TEXT NOT NULL REFERENCES introduction (id),
  -- Which side says so.
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  kind TEXT NOT NULL,
  note TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (introduction_id, organisation_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_introduction_outcome_organisation ON introduction_outcome (organisation_id);

CREATE TRIGGER tr_introduction_outcome_no_update BEFORE UPDATE ON introduction_outcome
BEGIN SELECT RAISE(ABORT, 'introduction_outcome is append-only'); END;
CREATE TRIGGER tr_introduction_outcome_no_delete BEFORE DELETE ON introduction_outcome
BEGIN SELECT RAISE(ABORT, 'introduction_outcome is append-only'); END;
