-- Who may control the film, and whether anybody new is let in.

ALTER TABLE parties ADD COLUMN control_by TEXT NOT NULL DEFAULT 'hosts'
  CHECK (control_by IN ('host', 'hosts', 'everyone'));
ALTER TABLE parties ADD COLUMN locked BOOLEAN NOT NULL DEFAULT FALSE CHECK (locked IN (TRUE, FALSE));
