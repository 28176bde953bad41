-- name: nested
SELECT p.sid FROM party AS p
 WHERE @current(p)
   AND p.subject IN (SELECT s.operated_by FROM site AS s);
