-- Who belongs to an organisation and who says so, and what the register keeps of a registration:
-- what waits for DOST, evidence with its days, records that stand for the same organisation.

-- JSON: reasons of a return, the change that waits, days of verification and confirmation.
ALTER TABLE organisation ADD COLUMN registration TEXT NOT NULL DEFAULT '{}';
-- Since when an officer has something to decide; NULL where there is nothing.
ALTER TABLE organisation ADD COLUMN waiting_since INTEGER;
-- The next day in Vietnam, yyyy-mm-dd, on which something falls due.
ALTER TABLE organisation ADD COLUMN due_on TEXT;
ALTER TABLE organisation ADD COLUMN merged_into TEXT REFERENCES organisation (id);

CREATE INDEX ix_organisation_waiting ON organisation (waiting_since, id)
  WHERE waiting_since IS NOT NULL;
CREATE INDEX ix_organisation_due ON organisation (due_on) WHERE due_on IS NOT NULL;
CREATE INDEX ix_organisation_merged ON organisation (merged_into);

-- A draft keeps nobody from their tax code.
DROP INDEX ux_organisation_tax_code;
CREATE UNIQUE INDEX ux_organisation_tax_code ON organisation (tax_code)
  WHERE tax_code IS NOT NULL AND status IN ('submitted', 'verified', 'suspended');
CREATE INDEX ix_organisation_tax_code ON organisation (tax_code) WHERE tax_code IS NOT NULL;

-- The days in Vietnam, yyyy-mm-dd, from and until which a legal class counts; NULL for always.
ALTER TABLE organisation_tag ADD COLUMN since TEXT;
ALTER TABLE organisation_tag ADD COLUMN until TEXT;

-- The beginnings of a name's words, under which names like it are looked for.
CREATE TABLE organisation_name_key (
  key TEXT NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (key, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_organisation_name_key ON organisation_name_key (organisation_id);

-- The number of the person behind an organisation, encrypted; its mask stands in the profile.
CREATE TABLE organisation_identity (
  organisation_id TEXT PRIMARY KEY REFERENCES organisation (id),
  sealed BLOB NOT NULL
) STRICT;

-- What its members have been reminded of, so that nothing is told twice.
CREATE TABLE organisation_reminder (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, key)
) STRICT, WITHOUT ROWID;

-- Open ones alone; those that were accepted or withdrawn stand in the audit log.
CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  -- BLAKE2b of the secret in the link.
  hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX ux_invitation_address ON invitation (organisation_id, email);
CREATE INDEX ix_invitation_newest ON invitation (organisation_id, created_at DESC, id);
CREATE INDEX ix_invitation_end ON invitation (expires_at);

CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  account_id TEXT NOT NULL REFERENCES account (id),
  grounds TEXT NOT NULL,
  file_id TEXT REFERENCES file (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_claim_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_claim_newest ON claim (created_at DESC, id);
CREATE INDEX ix_claim_organisation ON claim (organisation_id, status);
CREATE INDEX ix_claim_file ON claim (file_id);
-- One undecided claim of a person on an organisation.
CREATE UNIQUE INDEX ux_claim_open ON claim (account_id, organisation_id) WHERE status = 'open';

-- Saved searches ask for the last change of some kinds of records.
CREATE INDEX ix_change_feed_aggregate ON change_feed (aggregate, sequence);

-- Who a record is about follows when two organisations are merged; everything else stays.
DROP TRIGGER tr_outcome_no_update;
CREATE TRIGGER tr_outcome_no_update BEFORE UPDATE OF
  id, problem_id, kind, at, recorded_by, note, proposal_id, rank, score_micros, weights_version
ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome is append-only'); END;
DROP TRIGGER tr_introduction_outcome_no_update;
CREATE TRIGGER tr_introduction_outcome_no_update BEFORE UPDATE OF
  introduction_id, kind, note, at ON introduction_outcome
BEGIN SELECT RAISE(ABORT, 'introduction_outcome is append-only'); END;

UPDATE organisation SET waiting_since = updated_at WHERE status = 'submitted';
-- Each is looked at once: names get their keys, classes their days.
UPDATE organisation SET due_on = '1970-01-01';
