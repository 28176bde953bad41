-- name: bare
SELECT p.sid FROM party AS p WHERE @current(p) AND contact_name IS NOT NULL;
