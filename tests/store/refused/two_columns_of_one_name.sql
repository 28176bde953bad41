-- name: two
SELECT s.id, t.id FROM subject AS s JOIN subject AS t ON t.n = s.canon;
