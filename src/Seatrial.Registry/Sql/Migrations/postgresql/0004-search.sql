-- What search reads, apart from the wide rows of crates: one canonical text a crate, and the trigrams of it and of its name. A trigger
-- keeps it, so that it is right too while the previous version of the code still runs; that one's searches are slower meanwhile.
CREATE TABLE crate_texts (
    crate_id  BIGINT PRIMARY KEY REFERENCES crates (id),
    canonical TEXT NOT NULL,
    text      TEXT NOT NULL
);
INSERT INTO crate_texts (crate_id, canonical, text) SELECT id, canonical, replace(search_text, '-', '_') FROM crates ORDER BY id;
CREATE INDEX crate_texts_by_part ON crate_texts USING gin (text gin_trgm_ops);
CREATE INDEX crate_names_by_part ON crate_texts USING gin (canonical gin_trgm_ops);
ANALYZE crate_texts;
-- Each publish wrote its trigrams anew, also when the text had not changed.
DROP INDEX crates_by_text;

CREATE FUNCTION crate_text_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crate_texts (crate_id, canonical, text) VALUES (NEW.id, NEW.canonical, replace(NEW.search_text, '-', '_'))
        ON CONFLICT (crate_id) DO UPDATE SET text = excluded.text WHERE crate_texts.text <> excluded.text;
    RETURN NULL;
END
$$;
CREATE TRIGGER crate_text_set AFTER INSERT OR UPDATE OF search_text ON crates FOR EACH ROW EXECUTE FUNCTION crate_text_set();
