-- When records came into their states, by which reports count, and reports as they were issued.

-- One line for each change of state, and one for how a record began. What is under seal has none:
-- proposals are counted when they are opened.
CREATE TABLE state_change (
  sequence INTEGER PRIMARY KEY,
  aggregate TEXT NOT NULL,
  record_id TEXT NOT NULL,
  -- The state before; NULL for how a record began.
  former TEXT,
  state TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_state_change_record ON state_change (aggregate, record_id, sequence);
CREATE INDEX ix_state_change_time ON state_change (aggregate, state, at);

-- What the audit log tells of the time before.
INSERT INTO state_change (aggregate, record_id, former, state, at)
SELECT aggregate, record_id, json_extract(payload, '$.before.status'),
  json_extract(payload, '$.after.status'), at
FROM audit
WHERE aggregate IN ('organisation', 'problem', 'question', 'engagement', 'introduction', 'cohort',
    'application', 'mentor_request')
  AND CASE WHEN json_valid(payload) THEN json_type(payload, '$.after.status') = 'text' ELSE 0 END
  AND NOT (aggregate = 'application' AND json_extract(payload, '$.after.status') = 'draft')
ORDER BY sequence;

-- What it does not tell, since a value was erased: the state as it is.
INSERT INTO state_change (aggregate, record_id, former, state, at)
SELECT r.aggregate, r.id, NULL, r.status, r.updated_at FROM (
  SELECT 'organisation' AS aggregate, id, status, updated_at FROM organisation
  UNION ALL SELECT 'problem', id, status, updated_at FROM problem
  UNION ALL SELECT 'question', id, status, updated_at FROM question
  UNION ALL SELECT 'engagement', id, status, updated_at FROM engagement
  UNION ALL SELECT 'introduction', id, status, updated_at FROM introduction
  UNION ALL SELECT 'cohort', id, status, updated_at FROM cohort
  UNION ALL SELECT 'application', id, status, updated_at FROM application
    WHERE status <> 'draft'
  UNION ALL SELECT 'mentor_request', id, status, updated_at FROM mentor_request
) r
WHERE r.status IS NOT (
  SELECT c.state FROM state_change c WHERE c.aggregate = r.aggregate AND c.record_id = r.id
  ORDER BY c.sequence DESC LIMIT 1);

CREATE TRIGGER tr_organisation_began AFTER INSERT ON organisation BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('organisation', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_organisation_state AFTER UPDATE OF status ON organisation
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('organisation', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_problem_began AFTER INSERT ON problem BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('problem', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_problem_state AFTER UPDATE OF status ON problem
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('problem', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_question_began AFTER INSERT ON question BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('question', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_question_state AFTER UPDATE OF status ON question
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('question', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_engagement_began AFTER INSERT ON engagement BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('engagement', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_engagement_state AFTER UPDATE OF status ON engagement
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('engagement', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_introduction_began AFTER INSERT ON introduction BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('introduction', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_introduction_state AFTER UPDATE OF status ON introduction
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('introduction', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_cohort_began AFTER INSERT ON cohort BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('cohort', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_cohort_state AFTER UPDATE OF status ON cohort
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('cohort', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
-- A draft is its startup's alone.
CREATE TRIGGER tr_application_began AFTER INSERT ON application
WHEN NEW.status <> 'draft' BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('application', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_application_state AFTER UPDATE OF status ON application
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('application', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_mentor_request_began AFTER INSERT ON mentor_request BEGIN
  INSERT INTO state_change (aggregate, record_id, state, at)
  VALUES ('mentor_request', NEW.id, NEW.status, NEW.updated_at);
END;
CREATE TRIGGER tr_mentor_request_state AFTER UPDATE OF status ON mentor_request
WHEN NEW.status <> OLD.status BEGIN
  INSERT INTO state_change (aggregate, record_id, former, state, at)
  VALUES ('mentor_request', NEW.id, OLD.status, NEW.status, NEW.updated_at);
END;

CREATE TRIGGER tr_state_change_no_update BEFORE UPDATE ON state_change
BEGIN SELECT RAISE(ABORT, 'state_change is append-only'); END;
CREATE TRIGGER tr_state_change_no_delete BEFORE DELETE ON state_change
BEGIN SELECT RAISE(ABORT, 'state_change is append-only'); END;

CREATE TABLE issued_report (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  -- What tells the period from others; beside it its parts.
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  year INTEGER,
  number INTEGER,
  -- Days in Vietnam, yyyy-mm-dd.
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  -- JSON as it was frozen, whole and as everybody reads it, each with its SHA-256.
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  public_content TEXT NOT NULL,
  public_digest TEXT NOT NULL,
  letter_number TEXT,
  letter_date TEXT,
  issued_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  published_at INTEGER,
  superseded_by TEXT REFERENCES issued_report (id) DEFERRABLE INITIALLY DEFERRED,
  version INTEGER NOT NULL CONSTRAINT ck_issued_report_version CHECK (version >= 1)
) STRICT;

CREATE INDEX ix_issued_report_newest ON issued_report (created_at DESC, id);
CREATE INDEX ix_issued_report_public ON issued_report (created_at DESC, id)
  WHERE published_at IS NOT NULL;
CREATE INDEX ix_issued_report_successor ON issued_report (superseded_by);
-- One report on a period counts at a time.
CREATE UNIQUE INDEX ux_issued_report_period ON issued_report (period)
  WHERE status <> 'superseded';

CREATE TRIGGER tr_issued_report_frozen BEFORE UPDATE OF
  id, period, kind, year, number, first_day, last_day, content, digest, public_content,
  public_digest, letter_number, letter_date, issued_by, created_at ON issued_report
BEGIN SELECT RAISE(ABORT, 'an issued report does not change'); END;
CREATE TRIGGER tr_issued_report_no_delete BEFORE DELETE ON issued_report
BEGIN SELECT RAISE(ABORT, 'an issued report stays'); END;

CREATE INDEX ix_introduction_outcome_time ON introduction_outcome (kind, at);
