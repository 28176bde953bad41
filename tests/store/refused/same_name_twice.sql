-- name: one
SELECT s.id FROM subject AS s;

-- name: one
SELECT s.n FROM subject AS s;
