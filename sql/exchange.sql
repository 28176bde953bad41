-- What an export asks: which statements there are.  Their words stand in the log.

-- Statements of one family, in the order in which they were applied.
-- name: statements
-- :family int
SELECT st.sid, st.idx, st.leaf
  FROM statement AS st
 WHERE @visible(st) AND st.log = 0 AND st.family = :family
 ORDER BY st.sid;

-- The same about one subject, under whichever of its names.
-- name: statements_about
-- :family int
-- :canon int
SELECT st.sid, st.idx, st.leaf
  FROM statement AS st
  JOIN subject AS s ON s.n = st.subject
 WHERE @visible(st) AND st.log = 0 AND st.family = :family AND s.canon = :canon
 ORDER BY st.sid;
