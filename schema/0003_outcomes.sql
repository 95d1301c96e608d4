-- What came of proposed meetings, and the weights that matches are made with.

CREATE TABLE outcome (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  note TEXT,
  -- The proposal whose step says it, where none was recorded by hand.
  proposal_id TEXT REFERENCES proposal (id),
  -- Where the engine had the organisation at that time; NULL where it was not on the list.
  rank INTEGER CONSTRAINT ck_outcome_rank CHECK (rank >= 1),
  score_micros INTEGER,
  weights_version TEXT NOT NULL
) STRICT;

-- Each kind once for a pair; so there is one invitation of an organisation for a problem.
CREATE UNIQUE INDEX ux_outcome_kind ON outcome (problem_id, organisation_id, kind);
CREATE INDEX ix_outcome_newest ON outcome (at DESC, id);
CREATE INDEX ix_outcome_organisation ON outcome (organisation_id);
CREATE INDEX ix_outcome_proposal ON outcome (proposal_id);

-- Every set of signal weights that an administrator has put in force; the setting
-- weights_version names the one in force, and without it the program's own are.
CREATE TABLE weights (
  version TEXT PRIMARY KEY,
  -- Millionths by signal, {"capability":660000,…}.
  signals TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  set_by TEXT NOT NULL
) STRICT;

CREATE INDEX ix_weights_newest ON weights (set_at DESC, version);

CREATE TRIGGER tr_outcome_no_update BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome is append-only'); END;
CREATE TRIGGER tr_outcome_no_delete BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome is append-only'); END;
CREATE TRIGGER tr_weights_no_update BEFORE UPDATE ON weights
BEGIN SELECT RAISE(ABORT, 'weights is append-only'); END;
CREATE TRIGGER tr_weights_no_delete BEFORE DELETE ON weights
BEGIN SELECT RAISE(ABORT, 'weights is append-only'); END;
