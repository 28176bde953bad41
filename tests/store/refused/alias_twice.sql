-- name: twice
SELECT p.sid FROM party AS p
 WHERE @current(p) AND p.sid IN (SELECT p.sid FROM site AS p WHERE @current(p));
