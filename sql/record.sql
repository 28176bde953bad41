-- Questions about the record itself: subjects, statements, words, duties.

-- name: subject_by_id
-- :id text
SELECT s.n, s.canon, s.kind, c.id AS canon_id FROM subject AS s JOIN subject AS c ON c.n = s.canon WHERE s.id = :id;

-- name: subject_by_n
-- :n int
SELECT s.id, s.canon, s.kind, c.id AS canon_id FROM subject AS s JOIN subject AS c ON c.n = s.canon WHERE s.n = :n;

-- All ids of one thing, and what kind each is.
-- name: subject_same
-- :canon int
SELECT s.n, s.id, s.kind FROM subject AS s WHERE s.canon = :canon ORDER BY s.n;

-- Subjects whose whole name is this, folded.
-- name: subjects_named
-- :word text
SELECT DISTINCT c.id, s.kind
  FROM word AS w
  JOIN subject AS s ON s.n = w.subject
  JOIN subject AS c ON c.n = s.canon
 WHERE w.word = :word AND w.weight = 2 AND @visible(w)
 ORDER BY c.id;

-- Subjects with a word in a range, the best match first.
-- name: subjects_with_word
-- :low text
-- :high text
-- :most int
-- => weight int
SELECT s.canon, CAST(max(w.weight) AS BIGINT) AS weight
  FROM word AS w
  JOIN subject AS s ON s.n = w.subject
 WHERE w.word >= :low AND w.word < :high AND @visible(w)
 GROUP BY s.canon
 ORDER BY weight DESC, s.canon
 LIMIT :most;

-- Has this subject a word in the range?
-- name: subject_has_word
-- :canon int
-- :low text
-- :high text
-- => hits int
SELECT CAST(count(*) AS BIGINT) AS hits
  FROM word AS w
  JOIN subject AS s ON s.n = w.subject
 WHERE s.canon = :canon AND w.word >= :low AND w.word < :high AND @visible(w);

-- What one voice said about a subject in a family, the last first.
-- name: said_by_voice
-- :family int
-- :subject int
-- :said_by int
-- :signer int
-- all-audiences: the writer compares with his own words
SELECT st.sid, st.idx, st.content
  FROM statement AS st
 WHERE st.subject = :subject AND st.family = :family AND st.said_by = :said_by AND st.signer = :signer
 ORDER BY st.said_on DESC, st.sid DESC;

-- The same by its content.
-- name: said_content
-- :family int
-- :subject int
-- :said_by int
-- :signer int
-- :content blob
-- all-audiences: the writer compares with his own words
SELECT st.sid, st.idx
  FROM statement AS st
 WHERE st.content = :content AND st.subject = :subject AND st.family = :family AND st.said_by = :said_by
   AND st.signer = :signer
 ORDER BY st.sid DESC;

-- Statements whose leaf lies in a range of bytes: those that begin so.
-- name: leaves
-- :low blob
-- :high blob
-- all-audiences: whether a statement exists is no secret, its words are checked by statement_row
SELECT st.sid, st.leaf FROM statement AS st WHERE st.leaf >= :low AND st.leaf <= :high ORDER BY st.leaf LIMIT 2;

-- name: sid_of_index
-- :idx int
-- all-audiences: whether a statement exists is no secret, its words are checked by statement_row
SELECT st.sid FROM statement AS st WHERE st.log = 0 AND st.idx = :idx;

-- One statement, for whoever may see it.
-- name: statement_row
-- :sid int
SELECT st.sid, st.leaf, st.idx, st.family, st.subject, st.said_by, st.signer, st.said_on, st.logged_s,
       st.audience, st.shown
  FROM statement AS st
 WHERE st.sid = :sid AND @visible(st);

-- Withheld ones too, without words.
-- name: statement_bare
-- :sid int
-- all-audiences: position and time of an entry stand in the public log
SELECT st.leaf, st.idx, st.logged_s, st.shown, st.audience FROM statement AS st WHERE st.sid = :sid;

-- name: act_leaf
-- :sid int
-- all-audiences: ids of statements stand in the public log
SELECT a.sid, a.leaf FROM statement AS st JOIN statement AS a ON a.sid = st.act WHERE st.sid = :sid;

-- name: sources_of
-- :sid int
SELECT src.line, src.document, src.citation, src.page, src.url, src.year
  FROM source AS src WHERE src.sid = :sid AND @visible(src) ORDER BY src.line;

-- name: inputs_of
-- :sid int
SELECT b.leaf FROM based_on AS b WHERE b.sid = :sid AND @visible(b) ORDER BY b.line;

-- name: withdrawn_since
-- :act_leaf text
-- :signer int
-- => said_on text
SELECT CAST(min(w.said_on) AS TEXT) AS said_on FROM withdraw AS w
 WHERE w.withdrawn_act = :act_leaf AND w.signed = :signer AND w.until IS NULL AND @visible(w);

-- All that was ever said about a thing, the newest first.
-- name: history_of
-- :canon int
-- :most int
SELECT st.sid
  FROM subject AS s
  JOIN statement AS st ON st.subject = s.n
 WHERE s.canon = :canon AND @visible(st)
 ORDER BY st.said_on DESC, st.sid DESC
 LIMIT :most;

-- Statements about a thing in one family.
-- name: family_of
-- :canon int
-- :family int
SELECT st.sid
  FROM subject AS s
  JOIN statement AS st ON st.subject = s.n
 WHERE s.canon = :canon AND st.family = :family AND @visible(st)
 ORDER BY st.sid;

-- All statements of a family, in pages.
-- name: family_all
-- :family int
-- :after int
-- :most int
SELECT st.sid
  FROM statement AS st
 WHERE st.family = :family AND st.sid > :after AND @visible(st)
 ORDER BY st.sid
 LIMIT :most;

-- What is due.
-- name: duties
-- :before date
SELECT d.sid, d.line, d.duty, d.who, d.due_on, d.due_on_prec, d.case_n
  FROM duty AS d
 WHERE @visible(d) AND d.open_from <= :as_of AND (d.open_until IS NULL OR d.open_until > :as_of)
   AND d.due_on < :before
   AND NOT EXISTS (SELECT an.sid FROM answer AS an
                    WHERE d.duty = 'answer' AND an.question = d.case_n AND an.status <> 'not_answered'
                      AND @current(an))
 ORDER BY d.due_on, d.sid, d.line;

-- name: setting_value
-- :name text
-- :own int
SELECT t.value_text FROM setting AS t
 WHERE t.setting_name = :name AND t.said_by = :own AND @current(t)
 ORDER BY t.said_on DESC, t.sid DESC;

-- name: document_titled
-- :title text
SELECT d.digest FROM document AS d WHERE d.title = :title AND d.until IS NULL AND @visible(d) ORDER BY d.digest;

-- Batches of events, in the order of the record.
-- name: batches
-- :first int
-- :most int
SELECT b.sid, b.root, b.content, b.media_type, b.event_count, b.audience
  FROM event_batch AS b
 WHERE b.sid >= :first AND @visible(b)
 ORDER BY b.sid
 LIMIT :most;

-- name: batches_like
-- :event_count int
-- :first_at text
-- :last_at text
SELECT b.sid, b.root, b.content
  FROM event_batch AS b
 WHERE b.event_count = :event_count AND b.first_at = :first_at AND b.last_at = :last_at AND b.until IS NULL
   AND @visible(b)
 ORDER BY b.sid;

-- name: batch_by_root
-- :root text
SELECT b.sid, b.content, b.media_type, b.event_count
  FROM event_batch AS b WHERE b.root = :root AND @visible(b) ORDER BY b.sid;

-- Whose log it is: the party of its first key.
-- name: own_party
-- all-audiences: the key statement is public
SELECT s.id FROM signing_key AS k JOIN subject AS s ON s.n = k.party ORDER BY k.sid;

-- What the own party calls itself.
-- name: own_name
-- :own int
SELECT p.name AS name
  FROM party AS p
 WHERE p.subject = :own AND p.said_by = :own AND @current(p)
 ORDER BY p.said_on DESC, p.sid DESC;
