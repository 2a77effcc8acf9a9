-- What search reads, apart from the wide rows of crates: one canonical text a crate, and the trigrams of it. Triggers keep it, so that it
-- is right whichever version of the code writes.
CREATE TABLE crate_texts (
    crate_id  INTEGER PRIMARY KEY REFERENCES crates (id),
    canonical TEXT NOT NULL,
    text      TEXT NOT NULL
);
INSERT INTO crate_texts (crate_id, canonical, text) SELECT id, canonical, replace(search_text, '-', '_') FROM crates;
CREATE VIRTUAL TABLE crate_parts USING fts5 (canonical, text, content='crate_texts', content_rowid='crate_id', tokenize='trigram case_sensitive 1');
INSERT INTO crate_parts (crate_parts) VALUES ('rebuild');

CREATE TRIGGER crate_text_first AFTER INSERT ON crates BEGIN
    INSERT INTO crate_texts (crate_id, canonical, text) VALUES (NEW.id, NEW.canonical, replace(NEW.search_text, '-', '_'));
    INSERT INTO crate_parts (rowid, canonical, text) VALUES (NEW.id, NEW.canonical, replace(NEW.search_text, '-', '_'));
END;
CREATE TRIGGER crate_text_changed AFTER UPDATE OF search_text ON crates WHEN NEW.search_text <> OLD.search_text BEGIN
    INSERT INTO crate_parts (crate_parts, rowid, canonical, text) SELECT 'delete', crate_id, canonical, text FROM crate_texts WHERE crate_id = NEW.id;
    UPDATE crate_texts SET text = replace(NEW.search_text, '-', '_') WHERE crate_id = NEW.id;
    INSERT INTO crate_parts (rowid, canonical, text) VALUES (NEW.id, NEW.canonical, replace(NEW.search_text, '-', '_'));
END;
