-- What the read API needs so that no answer costs more because there are more crates: counters, kept by triggers in the
-- transaction of the change, so that they are right too while the previous version of the code still runs.

-- Apart from crates: counting must neither wait for a publish nor rewrite the wide, text-indexed row.
CREATE TABLE crate_downloads (
    crate_id BIGINT PRIMARY KEY REFERENCES crates (id),
    total    BIGINT NOT NULL
);
INSERT INTO crate_downloads (crate_id, total)
    SELECT c.id, COALESCE((SELECT SUM(d.total) FROM versions v JOIN downloads d ON d.version_id = v.id WHERE v.crate_id = c.id), 0)
    FROM crates c;
CREATE INDEX crates_by_downloads ON crate_downloads (total, crate_id);

-- Sixteen rows, so that new crates do not queue for one.
CREATE TABLE crate_counts (
    shard  BIGINT PRIMARY KEY,
    crates BIGINT NOT NULL
);
INSERT INTO crate_counts (shard, crates)
    SELECT s, (SELECT COUNT(*) FROM crates WHERE id % 16 = s) FROM generate_series(0, 15) s;

-- Written last in a flush of counts, by code: a trigger would take the row in an order that can deadlock.
CREATE TABLE download_total (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    total BIGINT NOT NULL
);
INSERT INTO download_total (id, total) SELECT 1, COALESCE(SUM(total), 0) FROM downloads;

-- Downloads of a version on a day (days since 1970-01-01, UTC).
CREATE TABLE version_downloads (
    version_id BIGINT NOT NULL REFERENCES versions (id),
    day        BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    PRIMARY KEY (version_id, day)
);

CREATE TABLE keyword_counts (
    keyword    TEXT PRIMARY KEY,
    crates     BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO keyword_counts (keyword, crates, created_at)
    SELECT k.keyword, COUNT(*), MIN(c.created_at) FROM keywords k JOIN crates c ON c.id = k.crate_id GROUP BY k.keyword;
CREATE INDEX keywords_by_crates ON keyword_counts (crates, keyword);

CREATE TABLE categories (
    crate_id BIGINT NOT NULL REFERENCES crates (id),
    category TEXT NOT NULL,
    PRIMARY KEY (crate_id, category)
);
CREATE INDEX crates_of_category ON categories (category text_pattern_ops);

CREATE TABLE category_counts (
    category   TEXT PRIMARY KEY,
    crates     BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX categories_by_crates ON category_counts (crates, category);

-- Who depends on a crate, by the dependents' leading versions.
CREATE TABLE reverse_dependencies (
    name       TEXT NOT NULL,
    crate_id   BIGINT NOT NULL REFERENCES crates (id),
    version_id BIGINT NOT NULL,
    PRIMARY KEY (name, crate_id)
);
INSERT INTO reverse_dependencies (name, crate_id, version_id)
    SELECT DISTINCT d.name, c.id, v.id FROM crates c JOIN versions v ON v.crate_id = c.id AND v.num = c.max_version
    JOIN dependencies d ON d.version_id = v.id WHERE d.registry IS NULL;
CREATE INDEX reverse_dependencies_of ON reverse_dependencies (crate_id);

ALTER TABLE crates ADD COLUMN num_versions BIGINT NOT NULL DEFAULT 0;
ALTER TABLE crates ADD COLUMN newest_version TEXT;
UPDATE crates SET num_versions = (SELECT COUNT(*) FROM versions v WHERE v.crate_id = crates.id),
    newest_version = (SELECT v.num FROM versions v WHERE v.crate_id = crates.id ORDER BY v.id DESC LIMIT 1);
CREATE INDEX crates_by_creation ON crates (created_at, id);
CREATE INDEX crates_by_update ON crates (updated_at, id);
CREATE INDEX versions_by_num ON versions (crate_id, num);
CREATE INDEX crates_of_owner ON owners (user_id);

-- Removed for good: the row has left versions, the number can never be used again.
CREATE TABLE removed_versions (
    crate_id     BIGINT NOT NULL REFERENCES crates (id),
    num          TEXT NOT NULL,
    num_no_build TEXT NOT NULL,
    checksum     TEXT NOT NULL,
    removed_at   BIGINT NOT NULL,
    PRIMARY KEY (crate_id, num_no_build)
);

CREATE FUNCTION crate_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crate_downloads (crate_id, total) VALUES (NEW.id, 0);
    UPDATE crate_counts SET crates = crates + 1 WHERE shard = NEW.id % 16;
    RETURN NULL;
END
$$;
CREATE TRIGGER crate_added AFTER INSERT ON crates FOR EACH ROW EXECUTE FUNCTION crate_added();

CREATE FUNCTION version_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM removed_versions r WHERE r.crate_id = NEW.crate_id AND r.num_no_build = NEW.num_no_build) THEN
        RAISE EXCEPTION 'this version was removed' USING ERRCODE = 'unique_violation';
    END IF;
    UPDATE crates SET num_versions = num_versions + 1, newest_version = NEW.num WHERE id = NEW.crate_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER version_added AFTER INSERT ON versions FOR EACH ROW EXECUTE FUNCTION version_added();

CREATE FUNCTION version_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crates SET num_versions = num_versions - 1, newest_version =
        (SELECT v.num FROM versions v WHERE v.crate_id = OLD.crate_id ORDER BY v.id DESC LIMIT 1) WHERE id = OLD.crate_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER version_gone AFTER DELETE ON versions FOR EACH ROW EXECUTE FUNCTION version_gone();

CREATE FUNCTION leading_version_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM reverse_dependencies WHERE crate_id = NEW.id;
    INSERT INTO reverse_dependencies (name, crate_id, version_id)
        SELECT DISTINCT d.name, NEW.id, v.id FROM versions v JOIN dependencies d ON d.version_id = v.id
        WHERE v.crate_id = NEW.id AND v.num = NEW.max_version AND d.registry IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER leading_version_set AFTER UPDATE OF max_version ON crates FOR EACH ROW EXECUTE FUNCTION leading_version_set();

CREATE FUNCTION downloads_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crate_downloads SET total = total + NEW.total - CASE TG_OP WHEN 'UPDATE' THEN OLD.total ELSE 0 END
        WHERE crate_id = (SELECT v.crate_id FROM versions v WHERE v.id = NEW.version_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER downloads_counted AFTER INSERT OR UPDATE ON downloads FOR EACH ROW EXECUTE FUNCTION downloads_counted();

CREATE FUNCTION keyword_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO keyword_counts (keyword, crates, created_at)
        VALUES (NEW.keyword, 1, (SELECT c.updated_at FROM crates c WHERE c.id = NEW.crate_id))
        ON CONFLICT (keyword) DO UPDATE SET crates = keyword_counts.crates + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER keyword_added AFTER INSERT ON keywords FOR EACH ROW EXECUTE FUNCTION keyword_added();
CREATE FUNCTION keyword_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE keyword_counts SET crates = crates - 1 WHERE keyword = OLD.keyword;
    RETURN NULL;
END
$$;
CREATE TRIGGER keyword_gone AFTER DELETE ON keywords FOR EACH ROW EXECUTE FUNCTION keyword_gone();

CREATE FUNCTION category_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO category_counts (category, crates, created_at)
        VALUES (NEW.category, 1, (SELECT c.updated_at FROM crates c WHERE c.id = NEW.crate_id))
        ON CONFLICT (category) DO UPDATE SET crates = category_counts.crates + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER category_added AFTER INSERT ON categories FOR EACH ROW EXECUTE FUNCTION category_added();
CREATE FUNCTION category_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE category_counts SET crates = crates - 1 WHERE category = OLD.category;
    RETURN NULL;
END
$$;
CREATE TRIGGER category_gone AFTER DELETE ON categories FOR EACH ROW EXECUTE FUNCTION category_gone();
