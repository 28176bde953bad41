-- name: left_joined
SELECT p.sid, s.name FROM party AS p
  LEFT JOIN site AS s ON s.operated_by = p.subject AND @current(s) AND @current(p);
