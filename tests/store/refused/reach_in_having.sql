-- name: having
SELECT p.country FROM party AS p GROUP BY p.country HAVING @current(p);
