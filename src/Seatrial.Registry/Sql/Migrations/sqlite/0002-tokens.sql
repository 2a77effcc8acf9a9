-- Only additions, so that the previous version goes on working beside this one. It does not know restrictions: make
-- restricted tokens when every replica is of this version.
ALTER TABLE users ADD COLUMN is_service INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN locked_at INTEGER;
ALTER TABLE users ADD COLUMN lock_reason TEXT;

-- Words separated by spaces; NULL for everything.
ALTER TABLE tokens ADD COLUMN endpoint_scopes TEXT;
ALTER TABLE tokens ADD COLUMN crate_scopes TEXT;
ALTER TABLE tokens ADD COLUMN expired_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;

-- Refusals of one user in the last minute are counted before one more is written.
CREATE INDEX audit_of_actor ON audit (actor, at);

-- One row an actor and action: the moment at which the bucket will be full again.
CREATE TABLE rate_limits (
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    full_at INTEGER NOT NULL,
    PRIMARY KEY (actor, action)
) WITHOUT ROWID;
