-- name: word
-- => ids text
SELECT group_concat(s.id) AS ids FROM subject AS s;
