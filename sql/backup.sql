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

-- What ended work left behind: its faults and workbook may hold values that are erased now.
-- name: forget_jobs
DELETE FROM job WHERE ended_at IS NOT NULL;
