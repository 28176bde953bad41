-- name: one
-- :n int
-- :kind int
SELECT s.id FROM subject AS s WHERE s.n = :n;
