-- name: one
SELECT s.id FROM subject AS s
