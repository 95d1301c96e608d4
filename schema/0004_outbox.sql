-- What people are to be told of, written with the change that makes it true and taken out in
-- order; "values" holds what the sentences have places for.

CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- account, organisation, officers or address
  audience TEXT NOT NULL,
  recipient TEXT,
  -- For an address, which no account says the language of.
  language TEXT,
  aggregate TEXT NOT NULL,
  record_id TEXT NOT NULL,
  "values" TEXT NOT NULL,
  -- When it was shared out to people; NULL while it waits.
  dispatched_at INTEGER
) STRICT;

CREATE INDEX ix_outbox_waiting ON outbox (sequence) WHERE dispatched_at IS NULL;
