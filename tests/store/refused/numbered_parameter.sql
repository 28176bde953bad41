-- name: one
SELECT s.id FROM subject AS s WHERE s.n = ?1;
