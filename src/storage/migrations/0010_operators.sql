-- What operators look at and decide: whom the server lets in nowhere, and every party that goes on, those with somebody in
-- them first.

CREATE TABLE blocked_users (
  user_id TEXT   PRIMARY KEY CHECK (user_id <> ''),
  reason  TEXT   NOT NULL,
  at_ms   BIGINT NOT NULL
);

CREATE INDEX parties_occupied_first ON parties
  ((CASE WHEN empty_since_ms IS NULL THEN 1 ELSE 0 END), created_at_ms, id) WHERE status = 'active';
