-- Messages that are replied to, edited and deleted, in an order of their own; who is muted, what was reported; and
-- reactions in sums along the film.

ALTER TABLE parties ADD COLUMN chat TEXT NOT NULL DEFAULT 'everyone' CHECK (chat IN ('everyone', 'hosts'));
ALTER TABLE parties ADD COLUMN slow_mode_ms BIGINT NOT NULL DEFAULT 0 CHECK (slow_mode_ms >= 0);

-- Orders the messages of a party: the party's version that said it.
ALTER TABLE chat_messages ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
-- What played; NULL: nothing, or written before this was kept.
ALTER TABLE chat_messages ADD COLUMN clip_id TEXT;
ALTER TABLE chat_messages ADD COLUMN reply_to_id TEXT;
-- The text of a JSON array of user ids.
ALTER TABLE chat_messages ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE chat_messages ADD COLUMN edited_at_ms BIGINT;
-- A tombstone: its text is gone.
ALTER TABLE chat_messages ADD COLUMN deleted_at_ms BIGINT;
ALTER TABLE chat_messages ADD COLUMN deleted_by_user_id TEXT;
-- There are no more messages than versions, so these come before all that follow.
UPDATE chat_messages SET number = (
  SELECT COUNT(*) FROM chat_messages AS earlier
  WHERE earlier.party_id = chat_messages.party_id
    AND (earlier.created_at_ms < chat_messages.created_at_ms
         OR (earlier.created_at_ms = chat_messages.created_at_ms AND earlier.id <= chat_messages.id)));
CREATE INDEX chat_messages_by_number ON chat_messages (party_id, number);

CREATE TABLE mutes (
  party_id TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  user_id  TEXT   NOT NULL CHECK (user_id <> ''),
  -- NULL: until it is lifted.
  until_ms BIGINT,
  PRIMARY KEY (party_id, user_id)
);

CREATE TABLE message_reports (
  party_id         TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  message_id       TEXT   NOT NULL,
  reporter_user_id TEXT   NOT NULL,
  reason           TEXT   NOT NULL,
  -- Of the message when it was reported; a deletion leaves it.
  text             TEXT   NOT NULL,
  at_ms            BIGINT NOT NULL,
  PRIMARY KEY (party_id, message_id, reporter_user_id)
);
CREATE INDEX message_reports_by_time ON message_reports (party_id, at_ms);

CREATE TABLE reaction_counts (
  party_id TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  clip_id  TEXT   NOT NULL,
  -- The stretch of the film: its position divided by five seconds.
  bucket   BIGINT NOT NULL CHECK (bucket >= 0),
  emoji    TEXT   NOT NULL,
  total    BIGINT NOT NULL CHECK (total > 0),
  PRIMARY KEY (party_id, clip_id, bucket, emoji)
);
