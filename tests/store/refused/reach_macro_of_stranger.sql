-- name: stranger
SELECT p.sid FROM party AS p WHERE @current(q);
