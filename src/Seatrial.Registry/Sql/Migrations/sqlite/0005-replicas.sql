-- Replicas that keep index files in memory: a worker tells each of them before it changes a file (docs/decisions/0012).
-- One process needs none; the table is here so that both schemas have the same shape.
CREATE TABLE replicas (
    id         TEXT PRIMARY KEY,
    url        TEXT NOT NULL,
    since      INTEGER NOT NULL,
    evicted_at INTEGER
) WITHOUT ROWID;
