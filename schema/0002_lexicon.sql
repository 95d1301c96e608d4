-- What a register adds to the concepts that come with the program: concepts of its own, and forms
-- and links of shipped ones under their identifiers. entry holds the line as JSON; search_key its
-- identifier and forms without marks, by which lists are filtered.

CREATE TABLE lexicon_addition (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CONSTRAINT ck_lexicon_addition_version CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  search_key TEXT NOT NULL,
  entry TEXT NOT NULL
) STRICT;
