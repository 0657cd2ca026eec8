-- How a party was attended: people over time, and messages along the film.

-- People connected from from_ms to until_ms. Between two rows as many as at the end of the first.
CREATE TABLE audience (
  party_id   TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  from_ms    BIGINT NOT NULL,
  until_ms   BIGINT NOT NULL CHECK (until_ms >= from_ms),
  -- At the end.
  viewers    BIGINT NOT NULL CHECK (viewers >= 0),
  peak       BIGINT NOT NULL CHECK (peak >= 0),
  -- What they were connected for, all together.
  watched_ms BIGINT NOT NULL CHECK (watched_ms >= 0),
  messages   BIGINT NOT NULL CHECK (messages >= 0),
  reactions  BIGINT NOT NULL CHECK (reactions >= 0),
  PRIMARY KEY (party_id, from_ms)
);

CREATE TABLE message_counts (
  party_id TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  clip_id  TEXT   NOT NULL,
  -- The minute of the film.
  minute   BIGINT NOT NULL CHECK (minute >= 0),
  total    BIGINT NOT NULL CHECK (total > 0),
  PRIMARY KEY (party_id, clip_id, minute)
);
INSERT INTO message_counts (party_id, clip_id, minute, total)
  SELECT party_id, clip_id, position_ms / 60000, COUNT(*) FROM chat_messages
  WHERE clip_id IS NOT NULL GROUP BY party_id, clip_id, position_ms / 60000;
