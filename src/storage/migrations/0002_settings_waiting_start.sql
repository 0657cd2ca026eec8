-- What a host chooses, a film that stands until somebody is ready, and a start at a time set before.

ALTER TABLE parties ADD COLUMN waiting TEXT NOT NULL DEFAULT 'off'
  CHECK (waiting IN ('off', 'host', 'quorum', 'everyone'));
ALTER TABLE parties ADD COLUMN resume_after_seek BOOLEAN NOT NULL DEFAULT FALSE
  CHECK (resume_after_seek IN (TRUE, FALSE));
-- Meant to play, but standing; never together with playing.
ALTER TABLE parties ADD COLUMN holding BOOLEAN NOT NULL DEFAULT FALSE CHECK (holding IN (TRUE, FALSE));
-- When the film starts by itself, and who set the time; NULL: it does not.
ALTER TABLE parties ADD COLUMN start_at_ms BIGINT;
ALTER TABLE parties ADD COLUMN start_by_user_id TEXT;
