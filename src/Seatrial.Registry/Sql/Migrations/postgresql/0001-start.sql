-- The same tables as SQLite's, in the types of PostgreSQL. Moments are Unix milliseconds.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE users (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login      TEXT NOT NULL,
    canonical  TEXT NOT NULL UNIQUE,
    name       TEXT,
    is_admin   BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);

CREATE TABLE tokens (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    BIGINT NOT NULL REFERENCES users (id),
    name       TEXT NOT NULL,
    hash       BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX tokens_of_user ON tokens (user_id);

CREATE TABLE crates (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          TEXT NOT NULL,
    canonical     TEXT NOT NULL UNIQUE,
    description   TEXT,
    homepage      TEXT,
    documentation TEXT,
    repository    TEXT,
    readme        TEXT,
    search_text   TEXT NOT NULL,
    max_version   TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX crates_by_text ON crates USING gin (search_text gin_trgm_ops);

CREATE TABLE keywords (
    crate_id BIGINT NOT NULL REFERENCES crates (id),
    keyword  TEXT NOT NULL,
    PRIMARY KEY (crate_id, keyword)
);
CREATE INDEX crates_of_keyword ON keywords (keyword);

CREATE TABLE owners (
    crate_id   BIGINT NOT NULL REFERENCES crates (id),
    user_id    BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (crate_id, user_id)
);

CREATE TABLE versions (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    crate_id      BIGINT NOT NULL REFERENCES crates (id),
    num           TEXT NOT NULL,
    num_no_build  TEXT NOT NULL,
    checksum      TEXT NOT NULL,
    size          BIGINT NOT NULL,
    yanked        BOOLEAN NOT NULL DEFAULT FALSE,
    license       TEXT,
    links         TEXT,
    rust_version  TEXT,
    -- The line of the index as published; only `yanked` is taken from the column (IDX-09).
    index_line    TEXT NOT NULL,
    published_by  BIGINT NOT NULL REFERENCES users (id),
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    UNIQUE (crate_id, num_no_build)
);

-- The real name of each dependency, whatever its alias (IDX-19).
CREATE TABLE dependencies (
    version_id  BIGINT NOT NULL REFERENCES versions (id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    requirement TEXT NOT NULL,
    kind        TEXT NOT NULL,
    optional    BOOLEAN NOT NULL,
    target      TEXT,
    registry    TEXT,
    PRIMARY KEY (version_id, position)
);
CREATE INDEX dependents ON dependencies (name);

CREATE TABLE downloads (
    version_id BIGINT PRIMARY KEY REFERENCES versions (id),
    total      BIGINT NOT NULL
);

-- Batches of counts that were applied: a flush whose commit was not answered is repeated without counting twice.
CREATE TABLE count_batches (
    id         TEXT PRIMARY KEY,
    applied_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    crate   TEXT,
    version TEXT,
    subject TEXT
);
CREATE INDEX audit_of_crate ON audit (crate, id);

-- The outbox: rows are written in the transaction of the action that needs them.
CREATE TABLE jobs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    run_at      BIGINT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease       TEXT,
    lease_until BIGINT,
    dead_at     BIGINT,
    last_error  TEXT
);
CREATE INDEX jobs_by_key ON jobs (kind, key);
CREATE INDEX jobs_by_time ON jobs (run_at);

-- Workers of all processes hear of new jobs when the transaction that adds them commits, without polling.
CREATE FUNCTION tell_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('jobs', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER jobs_added AFTER INSERT ON jobs FOR EACH STATEMENT EXECUTE FUNCTION tell_workers();
