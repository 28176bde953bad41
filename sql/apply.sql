-- Writing the state: asked by record/apply.c and its neighbours only.

-- How far the state has come.
-- name: meta
SELECT m.applied_size, m.root, m.schema_digest FROM meta AS m;

-- name: meta_start
-- :schema_digest text
INSERT INTO meta (one, applied_size, root, schema_digest) VALUES (1, 0, '', :schema_digest);

-- name: meta_set
-- :size int
-- :root text
UPDATE meta SET applied_size = :size, root = :root WHERE one = 1;

-- name: origin_add
-- :n int
-- :name text
INSERT INTO log_origin (n, name) VALUES (:n, :name);

-- The last numbers given.
-- name: last_numbers
-- => sid int
-- => subject int
-- all-audiences: only how many there are
SELECT CAST((SELECT coalesce(max(st.sid), 0) FROM statement AS st) AS BIGINT) AS sid,
       CAST((SELECT coalesce(max(s.n), 0) FROM subject AS s) AS BIGINT) AS subject;

-- name: subject_get
-- :id text
SELECT s.n, s.kind FROM subject AS s WHERE s.id = :id;

-- name: subject_at
-- :n int
SELECT s.id, s.kind FROM subject AS s WHERE s.n = :n;

-- name: subject_add
-- :n int
-- :id text
-- :kind int
INSERT INTO subject (n, id, canon, kind) VALUES (:n, :id, :n, :kind);

-- The same where it may be there already.
-- name: subject_try
-- :n int
-- :id text
-- :kind int
INSERT INTO subject (n, id, canon, kind) VALUES (:n, :id, :n, :kind) ON CONFLICT (id) DO NOTHING;

-- name: subject_kind
-- :n int
-- :kind int
UPDATE subject SET kind = :kind WHERE n = :n AND kind = -1;

-- name: origins
SELECT o.n, o.name FROM log_origin AS o ORDER BY o.n;

-- name: statement_add
-- :sid int
-- :leaf blob
-- :log int
-- :idx int
-- :family int null
-- :subject int null
-- :said_by int null
-- :signer int
-- :act int
-- :content blob null
-- :said_on text null
-- :logged_s int
-- :audience int null
-- :shown int
INSERT INTO statement (sid, leaf, log, idx, family, subject, said_by, signer, act, content, said_on, logged_s,
                       audience, shown)
VALUES (:sid, :leaf, :log, :idx, :family, :subject, :said_by, :signer, :act, :content, :said_on, :logged_s,
        :audience, :shown);

-- name: held_add
-- :family int
-- :reach int
-- :statements int
INSERT INTO held (family, reach, statements) VALUES (:family, :reach, :statements)
ON CONFLICT (family, reach) DO UPDATE SET statements = held.statements + excluded.statements;

-- name: source_add
-- :sid int
-- :line int
-- :audience int
-- :document text null
-- :citation text null
-- :page text null
-- :url text null
-- :year int null
INSERT INTO source (sid, line, audience, document, citation, page, url, year)
VALUES (:sid, :line, :audience, :document, :citation, :page, :url, :year);

-- name: based_on_add
-- :sid int
-- :line int
-- :audience int
-- :leaf blob
INSERT INTO based_on (sid, line, audience, leaf) VALUES (:sid, :line, :audience, :leaf);

-- name: audience_name_add
-- :sid int
-- :party int
INSERT INTO audience_name (sid, party) VALUES (:sid, :party) ON CONFLICT (sid, party) DO NOTHING;

-- name: word_add
-- :word text
-- :subject int
-- :weight int
-- :audience int
-- :sid int
INSERT INTO word (word, subject, weight, audience, sid) VALUES (:word, :subject, :weight, :audience, :sid)
ON CONFLICT (word, subject, weight, sid) DO NOTHING;

-- name: duty_add
-- :sid int
-- :line int
-- :audience int
-- :case_n int null
-- :duty text
-- :who int null
-- :due_on text
-- :due_on_prec int
-- :open_from text
-- :open_until text null
INSERT INTO duty (sid, line, audience, case_n, duty, who, due_on, due_on_prec, open_from, open_until)
VALUES (:sid, :line, :audience, :case_n, :duty, :who, :due_on, :due_on_prec, :open_from, :open_until);

-- name: duty_until
-- :sid int
-- :until text null
UPDATE duty SET open_until = :until WHERE sid = :sid;

-- Since when a standing withdrawal by the same signer takes an act back.
-- name: withdrawn_from
-- :act_leaf text
-- :signer int
-- => said_on text
-- all-audiences: the state is written for everybody
SELECT CAST(min(w.said_on) AS TEXT) AS said_on FROM withdraw AS w
 WHERE w.withdrawn_act = :act_leaf AND w.signed = :signer AND w.until IS NULL;

-- name: act_of
-- :sid int
-- all-audiences: the state is written for everybody
SELECT st.act, a.leaf FROM statement AS st JOIN statement AS a ON a.sid = st.act WHERE st.sid = :sid;

-- Statements of an act, for taking them back.
-- name: act_rows
-- :leaf blob
-- :signer int
-- all-audiences: the state is written for everybody
SELECT st.sid, st.family, st.subject, st.said_by, st.signer
  FROM statement AS a
  JOIN statement AS st ON st.act = a.act
 WHERE a.leaf = :leaf AND st.signer = :signer AND st.family IS NOT NULL
 ORDER BY st.sid;

-- The act that a withdrawal takes back.
-- name: withdrawal
-- :sid int
-- all-audiences: the state is written for everybody
SELECT w.withdrawn_act, w.signed AS signer FROM withdraw AS w WHERE w.sid = :sid;

-- What stands between two subjects, the later word last.
-- name: same_edges
-- => joins int
-- all-audiences: identity is the same for every reader
SELECT e.one, e.two, e.said_by, e.signed AS signer, e.sid, CAST(1 AS BIGINT) AS joins
  FROM same AS e WHERE e.until IS NULL
UNION ALL
SELECT d.one, d.two, d.said_by, d.signed AS signer, d.sid, CAST(0 AS BIGINT) AS joins
  FROM not_same AS d WHERE d.until IS NULL
ORDER BY 5;

-- name: canon_members
-- :canon int
SELECT s.n, s.id FROM subject AS s WHERE s.canon = :canon ORDER BY s.n;

-- name: canon_of
-- :n int
SELECT s.canon, c.id AS canon_id FROM subject AS s JOIN subject AS c ON c.n = s.canon WHERE s.n = :n;

-- name: canon_join
-- :old int
-- :new int
UPDATE subject SET canon = :new WHERE canon = :old;

-- name: canon_reset
UPDATE subject SET canon = n WHERE canon <> n;

-- Keys and whose they are, retired ones too; the first is the log's own.
-- name: key_parties
-- all-audiences: keys are public
SELECT k.key_id, k.party FROM signing_key AS k ORDER BY k.sid;

-- name: trusted_voices
-- :own int
-- all-audiences: settings of the own party steer identity for every reader
SELECT t.value_text FROM setting AS t
 WHERE t.setting_name = 'trusted_voices' AND t.said_by = :own AND t.until IS NULL
 ORDER BY t.sid;

-- name: zone_setting
-- :own int
-- all-audiences: settings of the own party steer dates for every reader
SELECT t.value_text FROM setting AS t
 WHERE t.setting_name = 'zone' AND t.said_by = :own AND t.until IS NULL
 ORDER BY t.said_on DESC, t.sid DESC;

-- Its words are erased, all of them.
-- name: statement_erased
-- :leaf blob
UPDATE statement SET shown = 2 WHERE leaf = :leaf AND family IS NULL;

-- An entry of another log that is here already.
-- name: entry_known
-- :leaf blob
-- all-audiences: the state is written for everybody
SELECT st.sid, st.log, st.family, st.subject, st.said_by, st.signer, st.audience FROM statement AS st WHERE st.leaf = :leaf;

-- The entry at a place of a log.
-- name: entry_at
-- :log int
-- :idx int
-- all-audiences: the state is written for everybody
SELECT st.sid FROM statement AS st WHERE st.log = :log AND st.idx = :idx;

-- name: received_entry_add
-- :leaf blob
-- :received int
INSERT INTO received_entry (leaf, received) VALUES (:leaf, :received) ON CONFLICT (leaf, received) DO NOTHING;

-- name: foreign_counter_add
-- :log int
-- :kid blob
-- :seq int
-- :idx int
-- :leaf blob
INSERT INTO foreign_counter (log, kid, seq, idx, leaf) VALUES (:log, :kid, :seq, :idx, :leaf) ON CONFLICT (log, kid, seq) DO NOTHING;

-- The bundles that hold an entry, in their order.
-- name: bundles_of
-- :leaf blob
-- all-audiences: the state is written for everybody
SELECT r.sid, r.bundle_digest, r.origin_name
  FROM received_entry AS e JOIN received AS r ON r.sid = e.received
 WHERE e.leaf = :leaf
 ORDER BY r.sid;

-- A statement of which more is shown now is taken out, and applied anew.
-- name: statement_remove
-- :sid int
DELETE FROM statement WHERE sid = :sid;

-- name: sources_remove
-- :sid int
DELETE FROM source WHERE sid = :sid;

-- name: based_on_remove
-- :sid int
DELETE FROM based_on WHERE sid = :sid;

-- name: words_remove
-- :sid int
DELETE FROM word WHERE sid = :sid;

-- name: act_move
-- :old int
-- :new int
UPDATE statement SET act = :new WHERE act = :old;
