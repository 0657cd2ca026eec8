-- How people get into a party besides its code: invitations, a password, the waiting room, and who may be host again.

ALTER TABLE parties ADD COLUMN approval BOOLEAN NOT NULL DEFAULT FALSE CHECK (approval IN (TRUE, FALSE));
-- As libsodium writes it, with salt and cost; empty: no password.
ALTER TABLE parties ADD COLUMN password_hash TEXT NOT NULL DEFAULT '';
-- Who created the party and did not hand it over since; empty: nobody.
ALTER TABLE parties ADD COLUMN claim_user_id TEXT NOT NULL DEFAULT '';
UPDATE parties SET claim_user_id = host_user_id;

CREATE TABLE invitations (
  party_id           TEXT   NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  id                 TEXT   NOT NULL CHECK (id <> ''),
  code               TEXT   NOT NULL UNIQUE CHECK (code <> ''),
  note               TEXT   NOT NULL,
  created_by_user_id TEXT   NOT NULL CHECK (created_by_user_id <> ''),
  created_by_name    TEXT   NOT NULL,
  created_at_ms      BIGINT NOT NULL,
  expires_at_ms      BIGINT,
  max_uses           BIGINT CHECK (max_uses > 0),
  uses               BIGINT NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (party_id, id)
);

-- Who got a seat by which invitation, under the name of then; the last time counts.
CREATE TABLE invitation_uses (
  party_id      TEXT   NOT NULL,
  invitation_id TEXT   NOT NULL,
  user_id       TEXT   NOT NULL CHECK (user_id <> ''),
  display_name  TEXT   NOT NULL,
  at_ms         BIGINT NOT NULL,
  PRIMARY KEY (party_id, invitation_id, user_id),
  FOREIGN KEY (party_id, invitation_id) REFERENCES invitations (party_id, id) ON DELETE CASCADE
);
CREATE INDEX invitation_uses_by_user ON invitation_uses (user_id);

-- Who waits to be let in, or was declined.
CREATE TABLE join_requests (
  party_id     TEXT    NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
  user_id      TEXT    NOT NULL CHECK (user_id <> ''),
  display_name TEXT    NOT NULL,
  avatar_url   TEXT,
  declined     BOOLEAN NOT NULL CHECK (declined IN (TRUE, FALSE)),
  at_ms        BIGINT  NOT NULL,
  PRIMARY KEY (party_id, user_id)
);
CREATE INDEX join_requests_by_user ON join_requests (user_id);
