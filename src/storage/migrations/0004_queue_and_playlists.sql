-- What a party plays next, playlists, and what clips show of themselves.

ALTER TABLE parties ADD COLUMN queue_by TEXT NOT NULL DEFAULT 'hosts' CHECK (queue_by IN ('hosts', 'everyone'));
ALTER TABLE parties ADD COLUMN vote_skip_percent BIGINT NOT NULL DEFAULT 50
  CHECK (vote_skip_percent BETWEEN 0 AND 100);

ALTER TABLE clips ADD COLUMN thumbnail_url TEXT;
-- A JSON array of {url, language, label}; NULL: none.
ALTER TABLE clips ADD COLUMN captions TEXT;

-- Only of parties that ever had a queue.
CREATE TABLE queues (
  party_id  TEXT   NOT NULL PRIMARY KEY REFERENCES parties (id) ON DELETE CASCADE,
  -- Unsigned 64-bit counter, stored as the signed number of the same bits.
  revision  BIGINT NOT NULL,
  loop_mode TEXT   NOT NULL CHECK (loop_mode IN ('off', 'one', 'all'))
);

CREATE TABLE queue_items (
  party_id         TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  id               TEXT   NOT NULL CHECK (id <> ''),
  -- The order within the queue; NULL: the item that plays.
  item_rank        BIGINT,
  clip_id          TEXT   NOT NULL,
  title            TEXT,
  duration_ms      BIGINT CHECK (duration_ms >= 0),
  added_by_user_id TEXT   NOT NULL,
  -- As it was when the item was added.
  added_by_name    TEXT   NOT NULL,
  PRIMARY KEY (party_id, id)
);

CREATE TABLE playlists (
  id            TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
  owner_user_id TEXT    NOT NULL,
  title         TEXT    NOT NULL,
  shared        BOOLEAN NOT NULL CHECK (shared IN (TRUE, FALSE)),
  revision      BIGINT  NOT NULL,
  created_at_ms BIGINT  NOT NULL,
  updated_at_ms BIGINT  NOT NULL
);
CREATE INDEX playlists_by_owner ON playlists (owner_user_id, updated_at_ms);

CREATE TABLE playlist_clips (
  playlist_id TEXT   NOT NULL REFERENCES playlists (id) ON DELETE CASCADE,
  place       BIGINT NOT NULL,
  clip_id     TEXT   NOT NULL,
  PRIMARY KEY (playlist_id, place)
);
