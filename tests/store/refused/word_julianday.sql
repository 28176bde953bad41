-- name: word
-- => d real
SELECT julianday(m.root) AS d FROM meta AS m;
