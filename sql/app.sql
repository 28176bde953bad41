-- Questions of the overview: what came last.

-- The newest statements that somebody said: not what the program says beside them (that two ids are the same,
-- from which file a table came).
-- name: newest
-- :most int
-- :same_family int
SELECT s.sid, s.idx, s.family, u.id AS subject_id, b.id AS by_id, s.said_on
  FROM statement AS s
  JOIN subject AS u ON u.n = s.subject
  JOIN subject AS b ON b.n = s.said_by
 WHERE @visible(s) AND s.shown = 1 AND s.family <> :same_family
   AND NOT EXISTS (SELECT 1 FROM document AS d
                    WHERE d.sid = s.sid AND @visible(d) AND d.document_kind = 'spreadsheet')
 ORDER BY s.sid DESC
 LIMIT :most;
