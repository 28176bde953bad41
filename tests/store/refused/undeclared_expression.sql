-- name: counted
SELECT s.kind, count(*) AS subjects FROM subject AS s GROUP BY s.kind;
