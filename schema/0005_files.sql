-- Files that people hand in. Their bytes lie outside the database, named by the digest of what is
-- stored; digest is that of the content as it came.

CREATE TABLE file (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CONSTRAINT ck_file_size CHECK (size > 0),
  digest BLOB NOT NULL,
  organisation_id TEXT REFERENCES organisation (id),
  uploaded_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_file_organisation ON file (organisation_id);
CREATE INDEX ix_file_digest ON file (digest);
