-- Parties, who sits in them, what was said, and the windows of the rate limits.
-- Accepted by SQLite and PostgreSQL. Ids and names are opaque text; *_ms are milliseconds, *_at_ms since the Unix epoch.

CREATE TABLE parties (
  id               TEXT             NOT NULL PRIMARY KEY CHECK (id <> ''),
  title            TEXT             NOT NULL,
  host_user_id     TEXT             NOT NULL,
  playlist_id      TEXT,
  visibility       TEXT             NOT NULL CHECK (visibility IN ('private', 'public', 'friends')),
  -- Compared in capitals, so stored in capitals.
  invite_code      TEXT             NOT NULL UNIQUE CHECK (invite_code = upper(invite_code)),
  max_participants BIGINT           NOT NULL CHECK (max_participants > 0),
  status           TEXT             NOT NULL CHECK (status IN ('active', 'ended')),
  created_at_ms    BIGINT           NOT NULL,
  ended_at_ms      BIGINT,
  -- The playback anchor: at at_ms the film stood at position_ms; while playing it moves rate film seconds a second.
  clip_id          TEXT,
  position_ms      BIGINT           NOT NULL CHECK (position_ms >= 0),
  at_ms            BIGINT           NOT NULL,
  playing          BOOLEAN          NOT NULL CHECK (playing IN (TRUE, FALSE)),
  rate             DOUBLE PRECISION NOT NULL CHECK (rate BETWEEN 0.25 AND 3),
  -- Unsigned 64-bit counters, stored as the signed number of the same bits.
  epoch            BIGINT           NOT NULL,
  revision         BIGINT           NOT NULL,
  version          BIGINT           NOT NULL,
  -- Since when nobody is connected; NULL: somebody is.
  empty_since_ms   BIGINT
);
CREATE INDEX parties_empty ON parties (empty_since_ms, id) WHERE status = 'active';

CREATE TABLE participants (
  party_id     TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  user_id      TEXT   NOT NULL CHECK (user_id <> ''),
  display_name TEXT   NOT NULL,
  avatar_url   TEXT,
  role         TEXT   NOT NULL CHECK (role IN ('host', 'co-host', 'viewer')),
  joined_at_ms BIGINT NOT NULL,
  PRIMARY KEY (party_id, user_id)
);

CREATE TABLE kicks (
  party_id TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  user_id  TEXT   NOT NULL CHECK (user_id <> ''),
  at_ms    BIGINT NOT NULL,
  PRIMARY KEY (party_id, user_id)
);

CREATE TABLE chat_messages (
  party_id      TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  id            TEXT   NOT NULL CHECK (id <> ''),
  user_id       TEXT   NOT NULL,
  -- As they were when the message was written.
  display_name  TEXT   NOT NULL,
  avatar_url    TEXT,
  message       TEXT   NOT NULL,
  position_ms   BIGINT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (party_id, id)
);
CREATE INDEX chat_messages_by_time ON chat_messages (party_id, created_at_ms);

CREATE TABLE clips (
  id            TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
  title         TEXT   NOT NULL,
  url           TEXT   NOT NULL,
  duration_ms   BIGINT CHECK (duration_ms >= 0),
  created_by    TEXT   NOT NULL,
  created_at_ms BIGINT NOT NULL
);

-- One row per counted event. No key: two events of one user may fall into one millisecond.
CREATE TABLE rate_events (
  user_id TEXT   NOT NULL,
  kind    TEXT   NOT NULL,
  at_ms   BIGINT NOT NULL
);
CREATE INDEX rate_events_by_user ON rate_events (user_id, kind, at_ms);
CREATE INDEX rate_events_by_age ON rate_events (at_ms);

-- What a probe writes and removes again to learn whether a commit would work.
CREATE TABLE probes (
  payload TEXT NOT NULL
);
