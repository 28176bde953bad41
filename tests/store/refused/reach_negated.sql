-- name: negated
SELECT p.sid FROM party AS p WHERE NOT @current(p);
