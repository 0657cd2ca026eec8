-- Finding parties: what is listed publicly, who took part in what, and who are friends.

-- Users connected as last noted, so that a list can be sorted by them; 0 after a start.
ALTER TABLE parties ADD COLUMN people BIGINT NOT NULL DEFAULT 0 CHECK (people >= 0);
CREATE INDEX parties_public_by_people ON parties (people, created_at_ms, id)
  WHERE status = 'active' AND visibility = 'public';
CREATE INDEX parties_public_by_newness ON parties (created_at_ms, id)
  WHERE status = 'active' AND visibility = 'public';
CREATE INDEX parties_by_host ON parties (host_user_id) WHERE status = 'active';

-- The words of the titles of public parties that go on. A word is the hexadecimal text of its UTF-8: that sorts by
-- bytes under every collation, so that a prefix is a range.
CREATE TABLE party_words (
  word     TEXT NOT NULL,
  party_id TEXT NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  PRIMARY KEY (word, party_id)
);
CREATE INDEX party_words_by_party ON party_words (party_id, word);

-- Who ever had a seat in a party, under the name of then. Outlives the seat.
CREATE TABLE attendances (
  party_id     TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  user_id      TEXT   NOT NULL CHECK (user_id <> ''),
  display_name TEXT   NOT NULL,
  avatar_url   TEXT,
  joined_at_ms BIGINT NOT NULL,
  PRIMARY KEY (party_id, user_id)
);
CREATE INDEX attendances_by_user ON attendances (user_id, joined_at_ms, party_id);
INSERT INTO attendances (party_id, user_id, display_name, avatar_url, joined_at_ms)
  SELECT party_id, user_id, display_name, avatar_url, joined_at_ms FROM participants;

-- What user_id said of other_user_id: asked to be friends, is a friend (then both directions are there), wants to hear
-- nothing. The name and picture are those of user_id, as of then.
CREATE TABLE friend_links (
  user_id       TEXT   NOT NULL CHECK (user_id <> ''),
  other_user_id TEXT   NOT NULL CHECK (other_user_id <> '' AND other_user_id <> user_id),
  state         TEXT   NOT NULL CHECK (state IN ('requested', 'friends', 'blocked')),
  display_name  TEXT   NOT NULL,
  avatar_url    TEXT,
  at_ms         BIGINT NOT NULL,
  PRIMARY KEY (user_id, other_user_id)
);
CREATE INDEX friend_links_to ON friend_links (other_user_id, state);
