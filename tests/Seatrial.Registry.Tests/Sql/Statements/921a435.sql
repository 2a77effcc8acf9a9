-- What the code wrote and read when the schema was that of migration 3: recorded from the history at commit 921a435, before migration 4.
-- Never to be changed: it is how the version before behaves.

-- new crate
INSERT INTO crates (name, canonical, description, homepage, documentation, repository, readme, search_text, max_version, created_at, updated_at)
VALUES (@name, @canonical, @description, @homepage, @documentation, @repository, @readme, @text, @version, @now, @now);
INSERT INTO owners (crate_id, user_id, created_at) SELECT id, @user, @now FROM crates WHERE canonical = @canonical;

-- known crate
UPDATE crates SET description = @description, homepage = @homepage, documentation = @documentation, repository = @repository, readme = @readme,
    search_text = @text WHERE id = @crate;

-- version
INSERT INTO versions (crate_id, num, num_no_build, checksum, size, license, links, rust_version, index_line, published_by, created_at, updated_at)
SELECT id, @version, @version, @checksum, @size, @license, @links, @rust, @line, @user, @now, @now FROM crates WHERE canonical = @canonical;

-- dependency
INSERT INTO dependencies (version_id, position, name, requirement, kind, optional, target, registry)
SELECT v.id, @position, @dependency, @requirement, @kind, @optional, @target, @registry
FROM versions v JOIN crates c ON c.id = v.crate_id WHERE c.canonical = @canonical AND v.num = @version;

-- keyword gone
DELETE FROM keywords WHERE keyword = @keyword AND crate_id = (SELECT id FROM crates WHERE canonical = @canonical);

-- keyword
INSERT INTO keywords (crate_id, keyword) SELECT id, @keyword FROM crates WHERE canonical = @canonical;

-- category
INSERT INTO categories (crate_id, category) SELECT id, @category FROM crates WHERE canonical = @canonical;

-- published
UPDATE crates SET max_version = @max, updated_at = @now WHERE canonical = @canonical;
INSERT INTO audit (at, actor, action, crate, version) VALUES (@now, @login, 'publish', @canonical, @version);
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
INSERT INTO version_downloads (version_id, day, total)
SELECT v.id, @day, @count FROM versions v JOIN crates c ON c.id = v.crate_id
WHERE c.canonical = @canonical AND v.num = @version
ON CONFLICT (version_id, day) DO UPDATE SET total = version_downloads.total + excluded.total;
UPDATE download_total SET total = total + @count;

-- index
SELECT index_line, yanked FROM versions WHERE crate_id = @crate ORDER BY id;
