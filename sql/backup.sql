-- Backups that were made (live.db): erasing must reach them.

-- name: put
-- :path text
-- :made_at text
INSERT INTO backup (path, made_at) VALUES (:path, :made_at)
ON CONFLICT (path) DO UPDATE SET made_at = :made_at;

-- name: each
SELECT b.path, b.made_at FROM backup AS b ORDER BY b.path;

-- name: drop
-- :path text
DELETE FROM backup WHERE path = :path;
