-- What erasing takes out of live.db.

-- What ended work of the web server left behind: its faults and workbook may hold values that are erased now.
-- name: ended_jobs
DELETE FROM job WHERE ended_at IS NOT NULL;
