-- name: names
SELECT s.n AS user, s.id AS "order", s.kind AS end FROM subject AS s;
