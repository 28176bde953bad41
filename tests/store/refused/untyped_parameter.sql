-- name: one
-- :n
SELECT s.id FROM subject AS s WHERE s.n = :n;
