-- name: everybody
-- all-audiences:
SELECT p.sid FROM party AS p;
