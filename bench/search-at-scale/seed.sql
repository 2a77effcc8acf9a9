-- A registry of the size of crates.io on the schema of migration 1, the same for the same seed. What follows Zipf's law there does so here: how
-- often words, keywords and owners come up, downloads, versions of a crate, and its dependents.

-- A number from 0 to 1 that depends on nothing but its arguments and the seed.
CREATE FUNCTION chance(i BIGINT, salt INTEGER) RETURNS DOUBLE PRECISION LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (hashint8extended(i, {seed} * 1000 + salt) & 9007199254740991) / 9007199254740992.0 $$;
-- A rank from 1 to `most`: rank r comes up 1/r times as often as the first.
CREATE FUNCTION zipf(i BIGINT, salt INTEGER, most INTEGER) RETURNS INTEGER LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT floor(exp(chance(i, salt) * ln(most + 1)))::INTEGER $$;
CREATE FUNCTION syllable(i BIGINT, salt INTEGER) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT substr('bdfghklmnprstvz', 1 + floor(chance(i, salt) * 15)::INTEGER, 1) || substr('aeiou', 1 + floor(chance(i, salt + 100) * 5)::INTEGER, 1)
        || substr('nrslt     ', 1 + floor(chance(i, salt + 200) * 10)::INTEGER, 1) $$;

-- The commonest words of descriptions, then names of things, then words made of syllables.
CREATE TABLE seed_words AS SELECT at::INTEGER AS rank, word FROM unnest(string_to_array('a for rust and the of to library with in simple '
    || 'is an that from crate tool by data implementation using api on client async your fast bindings utilities types based command file cli line '
    || 'server support as parser macro generic code or it time provides framework http derive traits web json macros text wrapper into safe system '
    || 'format high parsing string lightweight interface be network configuration this integration language use functions testing memory level '
    || 'standard easy crypto algorithm rest common standards error handling async-await performance core minimal management build terminal search '
    || 'protocol efficient small sdk service embedded driver no_std git database struct graph engine image game plugin hash cargo key logging log '
    || 'generate generator value values read write structures math async_trait multiple model reader writer tokio runtime random stream streams '
    || 'serde serialization deserialize encoding decoding unicode utf-8 color colors audio video render rendering vector matrix linear algebra '
    || 'sql sqlite postgres redis kafka grpc protobuf yaml toml xml csv html css markdown regex lexer compiler interpreter wasm webassembly '
    || 'javascript python ffi bindgen windows linux macos unix posix socket tcp udp tls ssl ssh dns email smtp imap oauth jwt auth token session '
    || 'cache pool thread threads lock atomic queue channel actor scheduler task tasks event events signal timer clock date datetime calendar '
    || 'uuid id base64 hex compression gzip zip zstd archive tar path directory filesystem watch temp shell process exec pipe env dotenv args '
    || 'template templates router middleware cookie session-store websocket proxy gateway cloud aws azure gcp docker kubernetes container sensor '
    || 'gpio i2c spi usb serial bluetooth hal stm32 esp32 arduino robotics physics collision geometry geo map gps noise font glyph layout ui gui '
    || 'window widget canvas svg png jpeg chart plot statistics neural tensor learning cluster tree trie heap map-reduce set bitset interval '
    || 'iterator iterators closure pin future futures const static once lazy arena allocator slab ring buffer bytes bit endian integer float '
    || 'decimal money currency bitcoin ethereum solana blockchain wallet contract zero-knowledge proof signature ed25519 sha2 aes chacha rng '
    || 'deprecated experimental wip placeholder reserved', ' ')) WITH ORDINALITY AS w (word, at);
INSERT INTO seed_words SELECT r, replace(syllable(r, 1) || syllable(r, 2) || CASE WHEN r % 3 > 0 THEN syllable(r, 3) ELSE '' END, ' ', '')
    FROM generate_series((SELECT MAX(rank) + 1 FROM seed_words), 20000) r;
ALTER TABLE seed_words ADD PRIMARY KEY (rank);

INSERT INTO users (login, canonical, name, created_at) SELECT 'user-' || i, 'user-' || i, 'User ' || i, 1400000000000 FROM generate_series(1, 50000) i;

-- Crates are numbered by their downloads, and get their ids in another order.
CREATE TABLE seed_crates AS
    SELECT i, row_number() OVER (ORDER BY chance(i, 1)) AS id, floor(2e9 / power(i, 1.2) * (0.9 + chance(i, 2) / 5))::BIGINT AS downloads,
        a.word || CASE WHEN chance(i, 5) < 0.75 THEN CASE WHEN chance(i, 6) < 0.7 THEN '-' ELSE '_' END || b.word ELSE '' END
            || CASE WHEN chance(i, 7) < 0.2 THEN '-' || (ARRAY['rs', 'core', 'derive', 'macros', 'sys', 'cli', 'utils', 'client'])[1 + floor(chance(i, 8) * 8)] ELSE '' END AS name,
        1420000000000 + floor(chance(i, 9) * 3.6e11)::BIGINT AS created_at
    FROM generate_series(1::BIGINT, {crates}) i
        JOIN seed_words a ON a.rank = LEAST(20000, 20 + zipf(i, 3, 20000)) JOIN seed_words b ON b.rank = LEAST(20000, 20 + zipf(i, 4, 20000));
-- Names that are taken get a number.
UPDATE seed_crates c SET name = c.name || '-' || n.at FROM
    (SELECT i, row_number() OVER (PARTITION BY replace(name, '-', '_') ORDER BY i) AS at FROM seed_crates) n WHERE n.i = c.i AND n.at > 1;
UPDATE seed_crates c SET name = c.name || '-x' || c.i FROM
    (SELECT i, row_number() OVER (PARTITION BY replace(name, '-', '_') ORDER BY i) AS at FROM seed_crates) n WHERE n.i = c.i AND n.at > 1;

-- From 4 to 19 words.
CREATE TABLE seed_descriptions AS
    SELECT c.i, string_agg(w.word, ' ' ORDER BY at) AS description
    FROM seed_crates c, generate_series(1, 4 + floor(chance(c.i, 10) * 16)::INTEGER) at
        JOIN seed_words w ON TRUE WHERE w.rank = zipf(c.i * 32 + at, 11, 20000) GROUP BY c.i;
-- From none to five keywords.
CREATE TABLE seed_keywords AS
    SELECT DISTINCT c.i, c.id, w.word AS keyword FROM seed_crates c, generate_series(1, floor(chance(c.i, 12) * 6)::INTEGER) at
        JOIN seed_words w ON TRUE WHERE w.rank = LEAST(20000, 20 + zipf(c.i * 8 + at, 13, 20000));

INSERT INTO crates (id, name, canonical, description, homepage, documentation, repository, readme, search_text, max_version, created_at, updated_at)
    OVERRIDING SYSTEM VALUE
    SELECT c.id, c.name, replace(c.name, '-', '_'), d.description, NULL, 'https://docs.rs/' || c.name, 'https://example.org/' || c.name,
        repeat(d.description || E'\n', floor(chance(c.i, 14) * 40)::INTEGER),
        concat_ws(' ', c.name, replace(c.name, '-', '_'), k.keywords, d.description), '0.0.0', c.created_at,
        c.created_at + floor(chance(c.i, 15) * (1780000000000 - c.created_at))::BIGINT
    FROM seed_crates c JOIN seed_descriptions d USING (i)
        LEFT JOIN (SELECT i, string_agg(keyword, ' ') AS keywords FROM seed_keywords GROUP BY i) k USING (i) ORDER BY c.id;
INSERT INTO keywords (crate_id, keyword) SELECT id, keyword FROM seed_keywords ORDER BY id, keyword;
INSERT INTO owners (crate_id, user_id, created_at) SELECT id, zipf(i, 16, 50000), created_at FROM seed_crates ORDER BY id;

-- One version each, and the rest by Zipf's law, with a crate of exactly 1,000.
CREATE TABLE seed_versions AS SELECT row_number() OVER (ORDER BY at, i) AS id, i, row_number() OVER (PARTITION BY i ORDER BY at) AS at FROM
    (SELECT i, 0 AS at FROM seed_crates
        UNION ALL SELECT 1000, g FROM generate_series(1, 999) g
        UNION ALL SELECT CASE WHEN r = 1000 THEN 1001 ELSE r END, n FROM
            (SELECT n, 1 + floor({crates} * power(chance(n, 17), 1.8))::BIGINT AS r FROM generate_series(1, {versions} - {crates} - 999) n) more) every;
CREATE INDEX ON seed_versions (i);
CREATE TABLE seed_leading AS SELECT DISTINCT ON (i) i, id, at FROM seed_versions ORDER BY i, at DESC;

-- Dependencies of the leading versions, three on average; nothing reads those of others.
CREATE TABLE seed_dependencies AS
    SELECT l.id AS version_id, row_number() OVER (PARTITION BY l.id ORDER BY d.name) - 1 AS position, d.name FROM
        (SELECT DISTINCT c.i, b.name FROM seed_crates c, generate_series(1, floor(chance(c.i, 18) * 7)::INTEGER) at
            JOIN seed_crates b ON TRUE WHERE b.i = zipf(c.i * 8 + at, 19, 20000) AND b.i <> c.i) d JOIN seed_leading l USING (i);

INSERT INTO versions (id, crate_id, num, num_no_build, checksum, size, license, index_line, published_by, created_at, updated_at)
    OVERRIDING SYSTEM VALUE
    SELECT v.id, c.id, '0.' || v.at || '.0', '0.' || v.at || '.0', repeat(md5(v.id::TEXT), 2), 20000, 'MIT',
        '{"name":"' || c.name || '","vers":"0.' || v.at || '.0","deps":[' || COALESCE(d.deps, '') || '],"cksum":"' || repeat(md5(v.id::TEXT), 2)
            || '","features":{},"yanked":false}', zipf(c.i, 16, 50000), c.created_at + v.at, c.created_at + v.at
    FROM seed_versions v JOIN seed_crates c USING (i) LEFT JOIN
        (SELECT version_id, string_agg('{"name":"' || name || '","req":"^0.1","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal"}', ','
            ORDER BY position) AS deps FROM seed_dependencies GROUP BY version_id) d ON d.version_id = v.id ORDER BY v.id;
INSERT INTO dependencies (version_id, position, name, requirement, kind, optional)
    SELECT version_id, position, name, '^0.1', 'normal', FALSE FROM seed_dependencies ORDER BY 1, 2;
INSERT INTO downloads (version_id, total) SELECT v.id, GREATEST(1, c.downloads * 2 / (n.most * (n.most + 1)) * v.at) FROM seed_versions v JOIN seed_crates c USING (i)
    JOIN (SELECT i, MAX(at) AS most FROM seed_versions GROUP BY i) n USING (i);
UPDATE crates SET max_version = '0.' || l.at || '.0' FROM seed_crates c JOIN seed_leading l USING (i) WHERE crates.id = c.id;

SELECT setval(pg_get_serial_sequence('crates', 'id'), {crates}), setval(pg_get_serial_sequence('versions', 'id'), {versions}), setval(pg_get_serial_sequence('users', 'id'), 50000);
