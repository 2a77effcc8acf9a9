-- Categories exist from migration 3 on. None to two a crate, by Zipf's law, some below others; counted here as the triggers would, only at once.
SET session_replication_role = replica;
CREATE TEMPORARY TABLE seed_categories AS SELECT DISTINCT i AS crate_id, 'category-' || r % 60 || CASE WHEN r > 60 THEN '::sub-' || r ELSE '' END AS category
    FROM (SELECT c.i, zipf(c.i * 4 + at, 20, 90) AS r FROM generate_series(1::BIGINT, {crates}) c (i), generate_series(1, floor(chance(c.i, 21) * 3)::INTEGER) at) every;
INSERT INTO categories (crate_id, category) SELECT crate_id, category FROM seed_categories ORDER BY 1, 2;
INSERT INTO category_counts (category, crates, created_at) SELECT category, COUNT(*), 1420000000000 FROM seed_categories GROUP BY category;
