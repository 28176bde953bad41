-- Questions of the overview: what came last.

-- The newest statements.
-- name: newest
-- :most int
SELECT s.sid, s.idx, s.family, u.id AS subject_id, b.id AS by_id, s.said_on
  FROM statement AS s
  JOIN subject AS u ON u.n = s.subject
  JOIN subject AS b ON b.n = s.said_by
 WHERE @visible(s) AND s.shown = 1
 ORDER BY s.sid DESC
 LIMIT :most;
