-- What the code wrote and read when the schema was that of migrations 1 and 2: recorded from the history at commit fe353ab, the last before
-- migration 2 (and before 3, which was made beside it). Never to be changed: it is how the version before behaves.

-- new crate
INSERT INTO crates (name, canonical, description, homepage, documentation, repository, readme, search_text, max_version, created_at, updated_at)
VALUES (@name, @canonical, @description, @homepage, @documentation, @repository, @readme, @text, @version, @now, @now);
INSERT INTO owners (crate_id, user_id, created_at) VALUES (@crate, @user, @now);

-- known crate
UPDATE crates SET description = @description, homepage = @homepage, documentation = @documentation, repository = @repository, readme = @readme,
    search_text = @text WHERE id = @crate;

-- version
INSERT INTO versions (crate_id, num, num_no_build, checksum, size, license, links, rust_version, index_line, published_by, created_at, updated_at)
VALUES (@crate, @version, @version, @checksum, @size, @license, @links, @rust, @line, @user, @now, @now);

-- dependency
INSERT INTO dependencies (version_id, position, name, requirement, kind, optional, target, registry)
VALUES (@id, @position, @dependency, @requirement, @kind, @optional, @target, @registry);

-- keywords
DELETE FROM keywords WHERE crate_id = @crate;

-- keyword
INSERT INTO keywords (crate_id, keyword) VALUES (@crate, @keyword);

-- published
UPDATE crates SET max_version = @max, updated_at = @now WHERE id = @crate;
INSERT INTO audit (at, actor, action, crate, version, subject) VALUES (@now, @login, 'publish', @canonical, @version, NULL);
INSERT INTO jobs (kind, key, created_at, run_at) VALUES ('update-index', @canonical, @now, @now);

-- yank
UPDATE versions SET yanked = @yanked, updated_at = @now WHERE id = @id;
UPDATE crates SET max_version = @max, updated_at = @now WHERE id = @crate;

-- count
INSERT INTO count_batches (id, applied_at) VALUES (@batch, @now) ON CONFLICT DO NOTHING;
INSERT INTO downloads (version_id, total)
SELECT v.id, @count FROM versions v JOIN crates c ON c.id = v.crate_id
WHERE c.canonical = @canonical AND v.num = @version
ON CONFLICT (version_id) DO UPDATE SET total = downloads.total + excluded.total;

-- index
SELECT index_line, yanked FROM versions WHERE crate_id = @crate ORDER BY id;
