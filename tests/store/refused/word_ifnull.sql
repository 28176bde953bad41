-- name: word
-- => n int
SELECT ifnull(s.canon, s.n) AS n FROM subject AS s;
