-- name: word
-- => now text
SELECT current_timestamp AS now FROM meta AS m;
