-- The next day, yyyy-mm-dd in Vietnam, on which people are to be told that a controlled trial
-- comes to its end; NULL where nothing is owed. `sandbox_told` is JSON: the last day that was told
-- of, and how many days before it.

ALTER TABLE engagement ADD COLUMN sandbox_due TEXT;
ALTER TABLE engagement ADD COLUMN sandbox_told TEXT;

CREATE INDEX ix_engagement_sandbox ON engagement (sandbox_due) WHERE sandbox_due IS NOT NULL;

UPDATE engagement SET sandbox_due = date(json_extract(terms, '$.sandbox.end'), '-30 days')
WHERE status = 'active' AND json_extract(terms, '$.sandbox.end') IS NOT NULL;
