-- name: first
SELECT * FROM party AS p;

-- name: second
-- => n int
SELECT ifnull(s.canon, 0) AS n FROM subject AS s;
