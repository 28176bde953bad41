-- name: either
-- :country text
SELECT p.sid FROM party AS p
 WHERE p.audience <= :reach OR p.country = :country;
