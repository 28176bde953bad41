-- Questions of the overview: how much is in the record, and what came last.

-- Standing statements of each family.
-- name: families_held
-- => statements int not null
SELECT s.family, CAST(count(*) AS BIGINT) AS statements
  FROM statement AS s
 WHERE @visible(s) AND s.shown = 1 AND s.family IS NOT NULL
 GROUP BY s.family
 ORDER BY s.family;

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
