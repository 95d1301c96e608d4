-- The life of a problem after its first publication: the documents behind it, what was done to it
-- and why, each public version of its statement, who wants to hear of it, questions and answers.

CREATE TABLE issuing_document (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  -- Number and issuer without marks, case and blanks; with the year they tell it from all others.
  number_key TEXT NOT NULL,
  year INTEGER NOT NULL,
  date TEXT NOT NULL,
  kind TEXT NOT NULL,
  file_id TEXT REFERENCES file (id),
  superseded_by TEXT REFERENCES issuing_document (id),
  version INTEGER NOT NULL CONSTRAINT ck_issuing_document_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  particulars TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX ux_issuing_document_number ON issuing_document (number_key, year);
CREATE INDEX ix_issuing_document_newest ON issuing_document (created_at DESC, id);
CREATE INDEX ix_issuing_document_file ON issuing_document (file_id);
CREATE INDEX ix_issuing_document_successor ON issuing_document (superseded_by);

ALTER TABLE problem ADD COLUMN document_id TEXT REFERENCES issuing_document (id);
ALTER TABLE problem ADD COLUMN publish_at INTEGER;
-- The coded reason of no_award and cancelled; NULL for what ended before there were codes.
ALTER TABLE problem ADD COLUMN reason_code TEXT;

CREATE INDEX ix_problem_document ON problem (document_id);
-- What falls due with time.
CREATE INDEX ix_problem_publish_at ON problem (publish_at) WHERE publish_at IS NOT NULL;
CREATE INDEX ix_problem_open_deadline ON problem (deadline) WHERE status = 'published';

CREATE TABLE problem_act (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  -- Counts the acts on one problem from 1.
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  document_id TEXT REFERENCES issuing_document (id),
  statement_number INTEGER,
  -- Identifiers of other problems as a JSON array.
  others TEXT NOT NULL,
  reason_code TEXT,
  reason TEXT
) STRICT;

CREATE UNIQUE INDEX ux_problem_act_number ON problem_act (problem_id, number);
CREATE INDEX ix_problem_act_document ON problem_act (document_id, at DESC, id);

-- Each statement that was ever public; of a problem that was never amended there is no row.
CREATE TABLE problem_version (
  problem_id TEXT NOT NULL REFERENCES problem (id),
  number INTEGER NOT NULL CONSTRAINT ck_problem_version_number CHECK (number >= 1),
  at INTEGER NOT NULL,
  reason TEXT,
  document_id TEXT REFERENCES issuing_document (id),
  statement TEXT NOT NULL,
  PRIMARY KEY (problem_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_problem_version_document ON problem_version (document_id);

CREATE TABLE problem_follower (
  problem_id TEXT NOT NULL REFERENCES problem (id),
  -- account or organisation, as in outbox
  audience TEXT NOT NULL,
  recipient TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (problem_id, audience, recipient)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_problem_follower_recipient ON problem_follower (audience, recipient);

CREATE TABLE question (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  text TEXT NOT NULL,
  -- Counts the answered questions of one problem from 1, in the order of answers.
  number INTEGER,
  wording TEXT,
  answer TEXT,
  answered_at INTEGER,
  version INTEGER NOT NULL CONSTRAINT ck_question_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX ux_question_number ON question (problem_id, number) WHERE number IS NOT NULL;
CREATE INDEX ix_question_asker ON question (organisation_id, problem_id);
CREATE INDEX ix_question_newest ON question (created_at DESC, id);
CREATE INDEX ix_question_problem ON question (problem_id, created_at DESC, id);

CREATE TRIGGER tr_problem_act_no_update BEFORE UPDATE ON problem_act
BEGIN SELECT RAISE(ABORT, 'problem_act is append-only'); END;
CREATE TRIGGER tr_problem_act_no_delete BEFORE DELETE ON problem_act
BEGIN SELECT RAISE(ABORT, 'problem_act is append-only'); END;
CREATE TRIGGER tr_problem_version_no_update BEFORE UPDATE ON problem_version
BEGIN SELECT RAISE(ABORT, 'problem_version is append-only'); END;
CREATE TRIGGER tr_problem_version_no_delete BEFORE DELETE ON problem_version
BEGIN SELECT RAISE(ABORT, 'problem_version is append-only'); END;
