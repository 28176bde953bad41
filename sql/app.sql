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

-- Bundles that were taken in, the newest first.
-- name: received
-- :most int
SELECT st.leaf, r.said_on, p.id AS sender_id, r.origin_name, r.tree_size, r.entries_count, r.withheld_count, r.bundle_digest
  FROM received AS r
  JOIN statement AS st ON st.sid = r.sid
  JOIN subject AS p ON p.n = r.sender
 WHERE @visible(r) AND @visible(st)
 ORDER BY r.sid DESC
 LIMIT :most;

-- Bundles that were given to somebody, the newest first.
-- name: sent
-- :most int
SELECT st.leaf, s.said_on, p.id AS recipient_id, s.tree_size, s.entries_count, s.bundle_digest
  FROM sent AS s
  JOIN statement AS st ON st.sid = s.sid
  JOIN subject AS p ON p.n = s.recipient
 WHERE @visible(s) AND @visible(st)
 ORDER BY s.sid DESC
 LIMIT :most;

-- Bundles whose statements are in the state.
-- name: bundles_kept
-- all-audiences: whether a file is there, for verify
SELECT r.bundle_digest, r.origin_name
  FROM received AS r JOIN statement AS st ON st.sid = r.sid
 WHERE st.log = 0 AND r.said_by = r.signed
 ORDER BY r.sid;

-- Who was shown a statement that was erased last.
-- name: shown_to
-- all-audiences: whoever erases must tell them
SELECT DISTINCT p.id, x.value AS leaf
  FROM tombstone AS t
  JOIN statement AS st ON st.sid = t.sid
  JOIN sent_shown AS x ON x.value = t.leaf
  JOIN sent AS s ON s.sid = x.sid
  JOIN subject AS p ON p.n = s.recipient
 WHERE st.log = 0 AND st.act = (SELECT l.act FROM statement AS l WHERE l.sid = (SELECT max(m.sid) FROM tombstone AS m))
 ORDER BY p.id, x.value;

-- Lots of which more went into others than there was, by the words that are shown: only where a lot was made of
-- this one alone, so that what is told is certain.  here: the bundle of that digest holds the lot's statement or one of a
-- lot that was made of it.
-- name: overused
-- :digest text
-- => used_mg int not null
-- => lots int not null
-- => logs int not null
-- => here int not null
SELECT u.id, i.quantity_mg AS held_mg, CAST(sum(o.quantity_mg) AS BIGINT) AS used_mg,
       CAST(count(DISTINCT o.subject) AS BIGINT) AS lots, CAST(count(DISTINCT t.log) AS BIGINT) AS logs,
       CAST(max(CASE WHEN EXISTS (SELECT 1 FROM received_entry AS e JOIN received AS r ON r.sid = e.received
                                   WHERE r.bundle_digest = :digest AND @visible(r) AND e.leaf IN (t.leaf, n.leaf))
                     THEN 1 ELSE 0 END) AS BIGINT) AS here
  FROM based_on AS b
  JOIN statement AS n ON n.leaf = b.leaf
  JOIN lot AS i ON i.sid = n.sid
  JOIN subject AS u ON u.n = i.subject
  JOIN lot AS o ON o.sid = b.sid
  JOIN statement AS t ON t.sid = b.sid
 WHERE @visible(b) AND @visible(n) AND @current(i) AND @current(o) AND @visible(t)
   AND i.quantity_mg IS NOT NULL AND o.quantity_mg IS NOT NULL AND o.subject <> i.subject
   AND (SELECT count(*) FROM based_on AS x WHERE x.sid = b.sid AND @visible(x)) = 1
 GROUP BY u.id, i.sid, i.quantity_mg
HAVING sum(o.quantity_mg) > i.quantity_mg
 ORDER BY u.id;
