-- name: comma
SELECT p.sid FROM party AS p, site AS s WHERE @current(p) AND @current(s);
