-- name: word
-- => year text
SELECT strftime('%Y', m.root) AS year FROM meta AS m;
