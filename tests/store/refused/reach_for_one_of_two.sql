-- name: joined
SELECT c.sid, l.product
  FROM composition AS c
  JOIN lot AS l ON l.subject = c.whole
 WHERE @current(c);
