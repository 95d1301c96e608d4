-- A digest of the number of the person behind an organisation, made with a key that is derived from
-- the master key, so that one person behind two organisations is noticed without anybody reading
-- the numbers. NULL for rows of older releases until the register is next opened with its key.
ALTER TABLE organisation_identity ADD COLUMN digest BLOB;

CREATE INDEX ix_organisation_identity_digest ON organisation_identity (digest, organisation_id)
  WHERE digest IS NOT NULL;
CREATE INDEX ix_organisation_identity_undigested ON organisation_identity (organisation_id)
  WHERE digest IS NULL;
