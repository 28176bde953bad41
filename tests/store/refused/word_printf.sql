-- name: word
-- => t text
SELECT printf('%d', s.n) AS t FROM subject AS s;
