-- What an export asks: which statements there are.  Their words stand in the log.

-- Statements of one family, in the order in which they were applied.
-- name: statements
-- :family int
SELECT st.sid, st.idx, st.leaf
  FROM statement AS st
 WHERE @visible(st) AND st.log = 0 AND st.family = :family
 ORDER BY st.sid;

-- The same about one subject, under whichever of its names, from the subject on (as record's family_of).
-- name: statements_about
-- :family int
-- :canon int
SELECT st.sid, st.idx, st.leaf
  FROM subject AS s
 CROSS JOIN statement AS st
 WHERE s.canon = :canon AND st.subject = s.n AND st.family = :family AND @visible(st) AND st.log = 0
 ORDER BY st.sid;
