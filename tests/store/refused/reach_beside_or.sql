-- name: either
-- :country text
SELECT p.sid FROM party AS p
 WHERE @current(p) AND p.sid > 1 OR p.country = :country;
