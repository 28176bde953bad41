-- name: typed
-- => id int
SELECT s.id FROM subject AS s;
