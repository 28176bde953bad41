-- name: typed
-- => total int
SELECT s.id FROM subject AS s;
