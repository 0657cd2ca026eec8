-- Finding what is somebody's, to hand it out or to delete it, and what has been kept long enough.

-- Who asked to have everything deleted. The row goes when nothing is left, so a deletion outlives a crash.
CREATE TABLE erasures (
  user_id  TEXT   NOT NULL PRIMARY KEY CHECK (user_id <> ''),
  -- What comes later is not meant.
  asked_at_ms BIGINT NOT NULL
);

-- Of finished parties: guests have been forgotten; what happened beside the chat has.
ALTER TABLE parties ADD COLUMN guests_gone BOOLEAN NOT NULL DEFAULT FALSE CHECK (guests_gone IN (TRUE, FALSE));
ALTER TABLE parties ADD COLUMN events_gone BOOLEAN NOT NULL DEFAULT FALSE CHECK (events_gone IN (TRUE, FALSE));
-- Finished, and in nobody's history any more.
ALTER TABLE parties ADD COLUMN unseen BOOLEAN NOT NULL DEFAULT FALSE CHECK (unseen IN (TRUE, FALSE));
CREATE INDEX parties_ended ON parties (ended_at_ms, id) WHERE status = 'ended';
CREATE INDEX parties_with_guests ON parties (ended_at_ms, id) WHERE status = 'ended' AND NOT guests_gone;
CREATE INDEX parties_with_events ON parties (ended_at_ms, id) WHERE status = 'ended' AND NOT events_gone;
CREATE INDEX parties_unseen ON parties (id) WHERE unseen;
CREATE INDEX parties_ended_by_host ON parties (host_user_id) WHERE status = 'ended';

CREATE INDEX participants_by_user ON participants (user_id);
CREATE INDEX chat_messages_by_user ON chat_messages (user_id, created_at_ms, id);
CREATE INDEX chat_messages_by_age ON chat_messages (created_at_ms);
CREATE INDEX chat_messages_by_deleter ON chat_messages (deleted_by_user_id) WHERE deleted_by_user_id IS NOT NULL;
CREATE INDEX message_reports_by_reporter ON message_reports (reporter_user_id);
CREATE INDEX message_reports_by_age ON message_reports (at_ms);
CREATE INDEX queue_items_by_user ON queue_items (added_by_user_id);
CREATE INDEX clips_by_user ON clips (created_by);
CREATE INDEX kicks_by_user ON kicks (user_id);
CREATE INDEX mutes_by_user ON mutes (user_id);
