-- Moments are Unix milliseconds. Names that must collide carry a canonical column (NAME-04, VER-02) with the unique key.
CREATE TABLE users (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    login      TEXT NOT NULL,
    canonical  TEXT NOT NULL UNIQUE,
    name       TEXT,
    is_admin   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    name       TEXT NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE INDEX tokens_of_user ON tokens (user_id);

CREATE TABLE crates (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    canonical     TEXT NOT NULL UNIQUE,
    description   TEXT,
    homepage      TEXT,
    documentation TEXT,
    repository    TEXT,
    readme        TEXT,
    search_text   TEXT NOT NULL,
    max_version   TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);

CREATE TABLE keywords (
    crate_id INTEGER NOT NULL REFERENCES crates (id),
    keyword  TEXT NOT NULL,
    PRIMARY KEY (crate_id, keyword)
) WITHOUT ROWID;
CREATE INDEX crates_of_keyword ON keywords (keyword);

CREATE TABLE owners (
    crate_id   INTEGER NOT NULL REFERENCES crates (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (crate_id, user_id)
) WITHOUT ROWID;

CREATE TABLE versions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    crate_id      INTEGER NOT NULL REFERENCES crates (id),
    num           TEXT NOT NULL,
    num_no_build  TEXT NOT NULL,
    checksum      TEXT NOT NULL,
    size          INTEGER NOT NULL,
    yanked        INTEGER NOT NULL DEFAULT 0,
    license       TEXT,
    links         TEXT,
    rust_version  TEXT,
    -- The line of the index as published; only `yanked` is taken from the column (IDX-09).
    index_line    TEXT NOT NULL,
    published_by  INTEGER NOT NULL REFERENCES users (id),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    UNIQUE (crate_id, num_no_build)
);

-- The real name of each dependency, whatever its alias (IDX-19).
CREATE TABLE dependencies (
    version_id  INTEGER NOT NULL REFERENCES versions (id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    requirement TEXT NOT NULL,
    kind        TEXT NOT NULL,
    optional    INTEGER NOT NULL,
    target      TEXT,
    registry    TEXT,
    PRIMARY KEY (version_id, position)
) WITHOUT ROWID;
CREATE INDEX dependents ON dependencies (name);

CREATE TABLE downloads (
    version_id INTEGER PRIMARY KEY REFERENCES versions (id),
    total      INTEGER NOT NULL
);

-- Batches of counts that were applied: a flush whose commit was not answered is repeated without counting twice.
CREATE TABLE count_batches (
    id         TEXT PRIMARY KEY,
    applied_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    crate   TEXT,
    version TEXT,
    subject TEXT
);
CREATE INDEX audit_of_crate ON audit (crate, id);

-- The outbox: rows are written in the transaction of the action that needs them.
CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    run_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease       TEXT,
    lease_until INTEGER,
    dead_at     INTEGER,
    last_error  TEXT
);
CREATE INDEX jobs_by_key ON jobs (kind, key);
CREATE INDEX jobs_by_time ON jobs (run_at);
