-- Intakes of incubators' programmes, applications for them, and requests to mentors.

CREATE TABLE cohort (
  id TEXT PRIMARY KEY,
  incubator_id TEXT NOT NULL REFERENCES organisation (id),
  -- The programme's entry in the incubator's profile.
  programme TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  opens_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  capacity INTEGER NOT NULL CONSTRAINT ck_cohort_capacity CHECK (capacity >= 1),
  version INTEGER NOT NULL CONSTRAINT ck_cohort_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT ck_cohort_intake CHECK (opens_at <= closes_at)
) STRICT;

CREATE INDEX ix_cohort_newest ON cohort (created_at DESC, id);
CREATE INDEX ix_cohort_incubator ON cohort (incubator_id);

CREATE TABLE application (
  id TEXT PRIMARY KEY,
  cohort_id TEXT NOT NULL REFERENCES cohort (id),
  startup_id TEXT NOT NULL REFERENCES organisation (id),
  incubator_id TEXT NOT NULL REFERENCES organisation (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_application_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  submitted_at INTEGER,
  content TEXT NOT NULL
) STRICT;

CREATE INDEX ix_application_newest ON application (created_at DESC, id);
CREATE INDEX ix_application_cohort ON application (cohort_id, status);
CREATE INDEX ix_application_startup ON application (startup_id);
CREATE INDEX ix_application_incubator ON application (incubator_id);
-- One live application of a startup for a cohort; a withdrawn one makes room for another.
CREATE UNIQUE INDEX ux_application_live ON application (startup_id, cohort_id)
  WHERE status <> 'withdrawn';

CREATE TABLE mentor_request (
  id TEXT PRIMARY KEY,
  requester_id TEXT NOT NULL REFERENCES organisation (id),
  incubator_id TEXT NOT NULL REFERENCES organisation (id),
  -- The mentor's entry in the incubator's profile.
  mentor TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  message TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_mentor_request_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  accepted_at INTEGER
) STRICT;

CREATE INDEX ix_mentor_request_newest ON mentor_request (created_at DESC, id);
CREATE INDEX ix_mentor_request_requester ON mentor_request (requester_id);
CREATE INDEX ix_mentor_request_mentor ON mentor_request (incubator_id, mentor, accepted_at);
-- One unanswered request of a firm to a mentor.
CREATE UNIQUE INDEX ux_mentor_request_open ON mentor_request (requester_id, incubator_id, mentor)
  WHERE status = 'requested';

CREATE TABLE mentor_feedback (
  mentor_request_id TEXT NOT NULL REFERENCES mentor_request (id),
  -- Which side says so.
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  rating INTEGER NOT NULL CONSTRAINT ck_mentor_feedback_rating CHECK (rating BETWEEN 1 AND 5),
  text TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (mentor_request_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_mentor_feedback_organisation ON mentor_feedback (organisation_id);
