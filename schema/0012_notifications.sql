-- Who was told what, in the service and by e-mail. What is told stays in the outbox.

CREATE TABLE notification (
  id TEXT PRIMARY KEY,
  outbox_sequence INTEGER NOT NULL REFERENCES outbox (sequence),
  account_id TEXT NOT NULL REFERENCES account (id),
  at INTEGER NOT NULL,
  read_at INTEGER,
  CONSTRAINT ux_notification_once UNIQUE (outbox_sequence, account_id)
) STRICT;

CREATE INDEX ix_notification_newest ON notification (account_id, at DESC, id);
CREATE INDEX ix_notification_unread ON notification (account_id, at DESC, id)
  WHERE read_at IS NULL;

CREATE TABLE notification_settings (
  account_id TEXT PRIMARY KEY REFERENCES account (id),
  settings TEXT NOT NULL,
  version INTEGER NOT NULL CONSTRAINT ck_notification_settings_version CHECK (version >= 1),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One message to one person.
CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  account_id TEXT REFERENCES account (id),
  -- Where no account stands for it; shortened once the message is done with.
  address TEXT,
  language TEXT,
  choice TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  claimed_at INTEGER,
  ended_at INTEGER,
  error TEXT,
  CONSTRAINT ck_delivery_recipient CHECK ((account_id IS NULL) <> (address IS NULL))
) STRICT;

CREATE INDEX ix_delivery_next ON delivery (next_at, id) WHERE state = 'waiting';
CREATE INDEX ix_delivery_claimed ON delivery (claimed_at) WHERE state = 'sending';
CREATE INDEX ix_delivery_digest ON delivery (account_id, due_at) WHERE state = 'waiting';
CREATE INDEX ix_delivery_newest ON delivery (created_at DESC, id);
CREATE INDEX ix_delivery_failed ON delivery (created_at DESC, id) WHERE state = 'failed';

CREATE TABLE delivery_notice (
  delivery_id TEXT NOT NULL REFERENCES delivery (id),
  outbox_sequence INTEGER NOT NULL REFERENCES outbox (sequence),
  PRIMARY KEY (delivery_id, outbox_sequence)
) STRICT, WITHOUT ROWID;
