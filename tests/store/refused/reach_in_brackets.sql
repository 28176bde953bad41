-- name: bracketed
-- :country text
SELECT p.sid FROM party AS p WHERE (@current(p) OR p.country = :country);
