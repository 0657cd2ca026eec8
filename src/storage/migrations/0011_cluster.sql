-- Servers that share the database, and which of them decides for a party.

CREATE TABLE nodes (
  id             TEXT   PRIMARY KEY,
  -- By the database's clock.
  alive_until_ms BIGINT NOT NULL
);

-- '': nobody has it.
ALTER TABLE parties ADD COLUMN owner_node TEXT NOT NULL DEFAULT '';

-- What all servers of a cluster need to have alike, such as the key of guests' tokens.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
