-- Personal data: values of the audit log that can be taken out one by one, what people ask about
-- their data, what they consent to, and who looked at what is confidential.

-- A value of an entry's payload that belongs to a person. The payload has its number and digest in
-- its place, so that the chain covers the digest alone; without value and salt nothing can be
-- guessed from it.
CREATE TABLE audit_value (
  sequence INTEGER NOT NULL REFERENCES audit (sequence),
  -- Counts the values of one entry from 1.
  number INTEGER NOT NULL,
  -- Whose it is, such as account:… or organisation:…; NULL where nobody knows.
  subject TEXT,
  value TEXT,
  salt BLOB,
  digest BLOB NOT NULL,
  PRIMARY KEY (sequence, number),
  CONSTRAINT ck_audit_value_whole CHECK ((value IS NULL) = (salt IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_audit_value_subject ON audit_value (subject) WHERE value IS NOT NULL;
CREATE INDEX ix_audit_value_value ON audit_value (value) WHERE value IS NOT NULL;
CREATE INDEX ix_audit_actor ON audit (actor, sequence);

-- Entries of earlier releases hold personal values in the payload itself, which then goes as a
-- whole; its digest stays and with it the chain.
DROP TRIGGER tr_audit_no_update;
CREATE TRIGGER tr_audit_no_update BEFORE UPDATE ON audit
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR length(NEW.salt) <> 0
  OR NEW.sequence IS NOT OLD.sequence OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor
  OR NEW.action IS NOT OLD.action OR NEW.aggregate IS NOT OLD.aggregate
  OR NEW.record_id IS NOT OLD.record_id OR NEW.version IS NOT OLD.version
  OR NEW.payload_digest IS NOT OLD.payload_digest
  OR NEW.previous_hash IS NOT OLD.previous_hash OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER tr_audit_value_insert BEFORE INSERT ON audit_value
WHEN NEW.value IS NULL OR NEW.sequence IS NOT (SELECT max(sequence) FROM audit)
BEGIN SELECT RAISE(ABORT, 'audit_value is append-only'); END;
CREATE TRIGGER tr_audit_value_no_update BEFORE UPDATE ON audit_value
WHEN NEW.value IS NOT NULL OR NEW.salt IS NOT NULL OR OLD.value IS NULL
  OR NEW.sequence IS NOT OLD.sequence OR NEW.number IS NOT OLD.number
  OR NEW.subject IS NOT OLD.subject OR NEW.digest IS NOT OLD.digest
BEGIN SELECT RAISE(ABORT, 'audit_value is append-only'); END;
CREATE TRIGGER tr_audit_value_no_delete BEFORE DELETE ON audit_value
BEGIN SELECT RAISE(ABORT, 'audit_value is append-only'); END;

CREATE TABLE data_request (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  -- Whose data it is about; NULL for somebody without an account.
  account_id TEXT REFERENCES account (id),
  -- Who asks, where it came on paper; taken out when the person's data are erased.
  applicant TEXT,
  details TEXT,
  purpose TEXT,
  reply TEXT,
  received_at INTEGER NOT NULL,
  reply_due_at INTEGER NOT NULL,
  act_due_at INTEGER NOT NULL,
  extended_because TEXT,
  replied_at INTEGER,
  ended_at INTEGER,
  -- What falls due next; NULL once nothing does.
  due_at INTEGER,
  -- When officers are told next that time goes by.
  remind_at INTEGER,
  version INTEGER NOT NULL CONSTRAINT ck_data_request_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_data_request_due ON data_request (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX ix_data_request_newest ON data_request (created_at DESC, id);
CREATE INDEX ix_data_request_account ON data_request (account_id, created_at DESC, id);
CREATE INDEX ix_data_request_remind ON data_request (remind_at) WHERE remind_at IS NOT NULL;

-- Every decision of a person on a purpose; the last one holds, and where there is none, none was
-- given.
CREATE TABLE consent (
  account_id TEXT NOT NULL REFERENCES account (id),
  purpose TEXT NOT NULL,
  number INTEGER NOT NULL,
  -- Which text was agreed to, of fixtures/consents.
  text_version TEXT NOT NULL,
  given INTEGER NOT NULL CONSTRAINT ck_consent_given CHECK (given IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, purpose, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tr_consent_no_update BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER tr_consent_no_delete BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;

-- Who looked at what is confidential, once for each day.
CREATE TABLE access_log (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  actor TEXT NOT NULL,
  account_id TEXT REFERENCES account (id),
  role TEXT NOT NULL,
  part TEXT NOT NULL,
  record_id TEXT NOT NULL,
  -- The organisation whose record it is.
  owner_id TEXT,
  -- Where the last look came from.
  address TEXT,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  times INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX ux_access_log_day ON access_log (record_id, part, day, actor);
CREATE INDEX ix_access_log_owner ON access_log (owner_id, day DESC, role, part);
CREATE INDEX ix_access_log_actor ON access_log (actor, id);
CREATE INDEX ix_access_log_account ON access_log (account_id);

-- From here on secrets of second factors are sealed with the master key; those that are not yet
-- are sealed when the register is next opened with it.
ALTER TABLE second_factor ADD COLUMN sealed BLOB;
CREATE INDEX ix_second_factor_plain ON second_factor (account_id) WHERE sealed IS NULL;

-- What is swept after a while.
CREATE INDEX ix_account_unconfirmed ON account (updated_at) WHERE status = 'unconfirmed';
CREATE INDEX ix_file_created ON file (created_at);
