-- Judging proposals: the criteria, who reviews what, what was agreed on, what proposers are told,
-- and what was decided; then the engagements that follow from awards.

CREATE TABLE review_plan (
  problem_id TEXT PRIMARY KEY REFERENCES problem (id),
  -- JSON: the criteria with their weights.
  criteria TEXT NOT NULL,
  -- Whether reviewers are not told who proposes.
  blind INTEGER NOT NULL,
  -- The version of the template it was taken from; NULL for one of the problem's own.
  template TEXT,
  version INTEGER NOT NULL CONSTRAINT ck_review_plan_version CHECK (version >= 1),
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE review (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  proposal_id TEXT NOT NULL REFERENCES proposal (id),
  reviewer_id TEXT NOT NULL REFERENCES account (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  -- The tie to an organisation that the register has found.
  bar_kind TEXT,
  bar_organisation_id TEXT REFERENCES organisation (id),
  -- none or has; NULL until it is declared.
  conflict TEXT,
  conflict_grounds TEXT,
  declared_at INTEGER,
  -- JSON: points in hundredths of a point as numbers, and remarks.
  scorecard TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_review_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  locked_at INTEGER
) STRICT;

CREATE INDEX ix_review_newest ON review (created_at DESC, id);
CREATE INDEX ix_review_reviewer ON review (reviewer_id, created_at DESC, id);
CREATE INDEX ix_review_problem ON review (problem_id, created_at DESC, id);
-- Nobody reviews a proposal twice, also not after standing aside.
CREATE UNIQUE INDEX ux_review_reviewer ON review (proposal_id, reviewer_id);

-- Scores that are given stay as they were given.
CREATE TRIGGER tr_review_locked BEFORE UPDATE ON review
WHEN OLD.locked_at IS NOT NULL
  AND (NEW.scorecard <> OLD.scorecard OR NEW.locked_at IS NOT OLD.locked_at)
BEGIN SELECT RAISE(ABORT, 'locked scores do not change'); END;

CREATE TABLE consensus (
  proposal_id TEXT NOT NULL REFERENCES proposal (id),
  version INTEGER NOT NULL CONSTRAINT ck_consensus_version CHECK (version >= 1),
  scorecard TEXT NOT NULL,
  -- Why it differs from the version before.
  reason TEXT,
  at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (proposal_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tr_consensus_no_update BEFORE UPDATE ON consensus
BEGIN SELECT RAISE(ABORT, 'consensus is append-only'); END;
CREATE TRIGGER tr_consensus_no_delete BEFORE DELETE ON consensus
BEGIN SELECT RAISE(ABORT, 'consensus is append-only'); END;

CREATE TABLE feedback (
  proposal_id TEXT PRIMARY KEY REFERENCES proposal (id),
  text TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_feedback_version CHECK (version >= 1),
  at INTEGER NOT NULL,
  written_by TEXT NOT NULL
) STRICT;

CREATE TABLE decision (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id TEXT NOT NULL REFERENCES proposal (id),
  event TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  decided_by TEXT NOT NULL
) STRICT;

CREATE INDEX ix_decision_proposal ON decision (proposal_id, sequence);

CREATE TRIGGER tr_decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER tr_decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;

-- Where people once belonged; whoever left a firm yesterday is no neutral judge of it today.
CREATE TABLE former_membership (
  account_id TEXT NOT NULL REFERENCES account (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (account_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_former_membership_organisation ON former_membership (organisation_id);

CREATE TRIGGER tr_membership_former AFTER DELETE ON membership
BEGIN
  INSERT INTO former_membership (account_id, organisation_id)
  VALUES (OLD.account_id, OLD.organisation_id) ON CONFLICT DO NOTHING;
END;

CREATE TABLE engagement (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  -- NULL where the award was made outside the register.
  proposal_id TEXT REFERENCES proposal (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  status TEXT NOT NULL,
  status_reason TEXT,
  -- The agreed amount, and what of it was accepted, in đồng.
  amount_vnd INTEGER,
  accepted_vnd INTEGER NOT NULL,
  -- The first day that is still to be met, yyyy-mm-dd in Vietnam; NULL where there is none.
  next_due TEXT,
  -- The first of these days of which nobody was told yet that it has passed.
  untold_due TEXT,
  -- JSON: outcome, measures and sandbox, as they stand in the API.
  terms TEXT NOT NULL,
  -- JSON: the milestones in the order of their days.
  milestones TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_engagement_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_engagement_newest ON engagement (created_at DESC, id);
CREATE UNIQUE INDEX ux_engagement_pair ON engagement (problem_id, organisation_id);
CREATE INDEX ix_engagement_organisation ON engagement (organisation_id);
CREATE INDEX ix_engagement_due ON engagement (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX ix_engagement_untold ON engagement (untold_due) WHERE untold_due IS NOT NULL;

CREATE TABLE engagement_partner (
  engagement_id TEXT NOT NULL REFERENCES engagement (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (engagement_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_engagement_partner ON engagement_partner (organisation_id, engagement_id);
