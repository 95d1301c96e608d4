-- What is kept under seal. Keys stand here only wrapped: the keys of problems and of files with the
-- master key, which lies in a file of its own and in no backup of the database; the keys of files
-- that belong to a proposal with the key of its problem.

-- From here on file.digest is that of the stored, encrypted bytes, after which their blob is named;
-- name stays empty and stands with the digest of the content in sealed_details.
ALTER TABLE file ADD COLUMN sealed_key BLOB;
ALTER TABLE file ADD COLUMN sealed_details BLOB;
-- The problem whose key wraps sealed_key and sealed_details; NULL for the master key.
ALTER TABLE file ADD COLUMN problem_id TEXT REFERENCES problem (id);

-- What a file hangs on; it decides who sees the file.
CREATE TABLE file_use (
  file_id TEXT NOT NULL REFERENCES file (id),
  aggregate TEXT NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (file_id, aggregate, record_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_file_use_record ON file_use (aggregate, record_id);

CREATE TABLE problem_key (
  problem_id TEXT PRIMARY KEY REFERENCES problem (id),
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Offer and attachments, encrypted; offer is empty wherever this is set. Rows of older releases
-- are sealed when the register is first opened with a key.
ALTER TABLE proposal ADD COLUMN sealed BLOB;
-- What was handed out at the last submission, encrypted.
ALTER TABLE proposal ADD COLUMN receipt BLOB;
-- When it was opened; nobody but its own organisations may know of it before.
ALTER TABLE proposal ADD COLUMN opened_at INTEGER;

CREATE INDEX ix_proposal_unsealed ON proposal (id) WHERE sealed IS NULL;

CREATE TABLE proposal_partner (
  proposal_id TEXT NOT NULL REFERENCES proposal (id),
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  -- asked, confirmed or refused
  status TEXT NOT NULL,
  -- When it was last asked or answered.
  at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_proposal_partner ON proposal_partner (organisation_id, proposal_id);

-- The act of opening the proposals for a problem, once and for all of them.
CREATE TABLE opening (
  problem_id TEXT PRIMARY KEY REFERENCES problem (id),
  at INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  -- JSON: proposal, organisation and digest of each.
  proposals TEXT NOT NULL
) STRICT;

-- Before there were openings, the end of the deadline opened proposals. What was judged under that
-- rule stays readable; where judging has not begun, an officer opens.
UPDATE proposal SET opened_at = updated_at
WHERE status IN ('admissible', 'inadmissible', 'shortlisted', 'selected', 'declined')
  OR (status = 'submitted' AND problem_id IN (
    SELECT id FROM problem
    WHERE status IN ('reviewing', 'awarded', 'in_progress', 'solved', 'failed', 'no_award')));
INSERT INTO opening (problem_id, at, opened_by, proposals)
SELECT problem_id, max(opened_at), 'upgrade', '[]' FROM proposal
WHERE opened_at IS NOT NULL GROUP BY problem_id;
