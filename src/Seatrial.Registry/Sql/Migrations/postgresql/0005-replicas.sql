-- Replicas that keep index files in memory: a worker tells each of them before it changes a file (docs/decisions/0012).
CREATE TABLE replicas (
    id         TEXT PRIMARY KEY,
    url        TEXT NOT NULL,
    since      BIGINT NOT NULL,
    -- It did not answer a worker. It cannot renew its lease any more, and goes when that lease has surely ended.
    evicted_at BIGINT
);

-- Rows of the outbox live for milliseconds; whoever claims must not wade through thousands of dead ones.
ALTER TABLE jobs SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Workers are told after the commit instead: transactions that notify commit one after the other, and each waits for the disk.
-- Those of the previous version, which do not tell them, have their jobs found by the next poll.
DROP TRIGGER jobs_added ON jobs;
DROP FUNCTION tell_workers();
