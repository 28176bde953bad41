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
SELECT st.leaf, st.log, st.idx, st.logged_s, st.shown, st.audience FROM statement AS st WHERE st.sid = :sid;

-- The bundles that hold an entry of another log, in their order.
-- name: bundles_of
-- :leaf blob
-- all-audiences: where an entry was found is no secret, its words are checked by statement_row
SELECT r.bundle_digest, r.origin_name
  FROM received_entry AS e JOIN received AS r ON r.sid = e.received
 WHERE e.leaf = :leaf
 ORDER BY r.sid;

-- name: origin_name
-- :n int
SELECT o.name FROM log_origin AS o WHERE o.n = :n;

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

-- Statements about a thing in one family.  CROSS: SQLite joins in the order written, from the thing and not
-- from the family, which may have a million statements.
-- name: family_of
-- :canon int
-- :family int
SELECT st.sid
  FROM subject AS s
 CROSS JOIN statement AS st
 WHERE s.canon = :canon AND st.subject = s.n AND st.family = :family AND @visible(st)
 ORDER BY st.sid;

-- Standing statements of each family.
-- name: families_held
-- => statements int not null
SELECT u.family, CAST(sum(u.n) AS BIGINT) AS statements
  FROM (SELECT h.family AS family, h.statements AS n
          FROM held AS h
         WHERE h.reach <= :reach
        UNION ALL
        SELECT s.family AS family, 1 AS n
          FROM audience_name AS w
          JOIN statement AS s ON s.sid = w.sid
         WHERE w.party = :actor AND s.audience = 4 AND s.shown = 1 AND s.family IS NOT NULL AND @visible(s)) AS u
 GROUP BY u.family
 ORDER BY u.family;

-- All statements of a family, in pages.  sourced: it names sources.
-- name: family_all
-- :family int
-- :after int
-- :most int
-- => sourced int not null
SELECT st.sid, st.leaf, st.log, st.idx, st.subject, st.said_by, st.signer, st.said_on, st.audience, s.id AS subject_id,
       s.canon, s.kind, k.id AS canon_id,
       CAST(CASE WHEN EXISTS (SELECT 1 FROM source AS src WHERE src.sid = st.sid AND @visible(src))
                 THEN 1 ELSE 0 END AS BIGINT) AS sourced
  FROM statement AS st
  LEFT JOIN subject AS s ON s.n = st.subject
  LEFT JOIN subject AS k ON k.n = s.canon
 WHERE st.family = :family AND st.sid > :after AND st.said_on <= :as_of AND @visible(st)
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
   AND NOT EXISTS (SELECT nx.sid FROM account AS was
                     JOIN subject AS wp ON wp.n = was.party
                     JOIN subject AS np ON np.canon = wp.canon
                     JOIN account AS nx ON nx.party = np.n
                    WHERE d.duty = 'account_next' AND was.sid = d.sid AND nx.kind = was.kind
                      AND nx.year = was.year + 1 AND @visible(was) AND @current(nx))
   AND NOT EXISTS (SELECT fst.sid FROM setting AS st
                     JOIN account AS fst ON fst.party = st.said_by
                    WHERE d.duty = 'account_first' AND st.sid = d.sid AND fst.kind = 'transparency_act'
                      AND @visible(st) AND @current(fst))
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

-- name: document_said
-- :digest text
SELECT d.sid FROM document AS d WHERE d.digest = :digest AND d.until IS NULL AND @visible(d) ORDER BY d.sid;

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

-- What is said about a thing itself, of whatever day.  CROSS as in family_of.
-- name: said_of
-- :canon int
-- :most int
SELECT st.sid, st.family
  FROM subject AS s
 CROSS JOIN statement AS st
 WHERE s.canon = :canon AND st.subject = s.n AND st.family IS NOT NULL AND @visible(st)
 LIMIT :most;

-- What a thing is called: names and titles by every voice.
-- name: names_of
-- :canon int
SELECT n0.name AS name, n0.evidence, n0.said_by, n0.signed AS signer, n0.said_on, n0.sid
  FROM subject AS s0 JOIN party AS n0 ON n0.subject = s0.n
 WHERE s0.canon = :canon AND @current(n0)
UNION ALL
SELECT n1.name AS name, n1.evidence, n1.said_by, n1.signed AS signer, n1.said_on, n1.sid
  FROM subject AS s1 JOIN site AS n1 ON n1.subject = s1.n
 WHERE s1.canon = :canon AND @current(n1)
UNION ALL
SELECT n2.name AS name, n2.evidence, n2.said_by, n2.signed AS signer, n2.said_on, n2.sid
  FROM subject AS s2 JOIN material AS n2 ON n2.subject = s2.n
 WHERE s2.canon = :canon AND @current(n2)
UNION ALL
SELECT n3.name AS name, n3.evidence, n3.said_by, n3.signed AS signer, n3.said_on, n3.sid
  FROM subject AS s3 JOIN product AS n3 ON n3.subject = s3.n
 WHERE s3.canon = :canon AND @current(n3)
UNION ALL
SELECT n4.title AS name, n4.evidence, n4.said_by, n4.signed AS signer, n4.said_on, n4.sid
  FROM subject AS s4 JOIN incident AS n4 ON n4.subject = s4.n
 WHERE s4.canon = :canon AND @current(n4)
UNION ALL
SELECT n5.title AS name, n5.evidence, n5.said_by, n5.signed AS signer, n5.said_on, n5.sid
  FROM subject AS s5 JOIN contract AS n5 ON n5.subject = s5.n
 WHERE s5.canon = :canon AND @current(n5)
UNION ALL
SELECT n6.title AS name, n6.evidence, n6.said_by, n6.signed AS signer, n6.said_on, n6.sid
  FROM subject AS s6 JOIN dialogue AS n6 ON n6.subject = s6.n
 WHERE s6.canon = :canon AND @current(n6)
UNION ALL
SELECT n7.title AS name, n7.evidence, n7.said_by, n7.signed AS signer, n7.said_on, n7.sid
  FROM subject AS s7 JOIN policy AS n7 ON n7.subject = s7.n
 WHERE s7.canon = :canon AND @current(n7)
UNION ALL
SELECT n8.title AS name, n8.evidence, n8.said_by, n8.signed AS signer, n8.said_on, n8.sid
  FROM subject AS s8 JOIN measure AS n8 ON n8.subject = s8.n
 WHERE s8.canon = :canon AND @current(n8)
UNION ALL
SELECT n9.title AS name, n9.evidence, n9.said_by, n9.signed AS signer, n9.said_on, n9.sid
  FROM subject AS s9 JOIN goal AS n9 ON n9.subject = s9.n
 WHERE s9.canon = :canon AND @current(n9)
UNION ALL
SELECT n98.title AS name, n98.evidence, n98.said_by, n98.signed AS signer, n98.said_on, n98.sid
  FROM subject AS s98 JOIN tender AS n98 ON n98.subject = s98.n
 WHERE s98.canon = :canon AND @current(n98)
UNION ALL
SELECT n10.title AS name, n10.evidence, n10.said_by, n10.signed AS signer, n10.said_on, n10.sid
  FROM subject AS s10 JOIN document AS n10 ON n10.subject = s10.n
 WHERE s10.canon = :canon AND @current(n10)
UNION ALL
SELECT n11.text AS name, n11.evidence, n11.said_by, n11.signed AS signer, n11.said_on, n11.sid
  FROM subject AS s11 JOIN question AS n11 ON n11.subject = s11.n
 WHERE s11.canon = :canon AND @current(n11)
ORDER BY 2 DESC, 5 DESC, 6;

-- Standing statements that refer to a thing, by family and field.
-- name: mentions_of
-- :canon int
-- :most int
-- => family text
-- => field text
SELECT 'composition' AS family, 'whole' AS field, r0.sid, r0.subject, r0.said_on
  FROM subject AS q0 JOIN composition AS r0 ON r0.whole = q0.n
 WHERE q0.canon = :canon AND @current(r0)
UNION ALL
SELECT 'composition' AS family, 'part' AS field, r1.sid, r1.subject, r1.said_on
  FROM subject AS q1 JOIN composition AS r1 ON r1.part = q1.n
 WHERE q1.canon = :canon AND @current(r1)
UNION ALL
SELECT 'supply' AS family, 'item' AS field, r2.sid, r2.subject, r2.said_on
  FROM subject AS q2 JOIN supply AS r2 ON r2.item = q2.n
 WHERE q2.canon = :canon AND @current(r2)
UNION ALL
SELECT 'supply' AS family, 'origin' AS field, r3.sid, r3.subject, r3.said_on
  FROM subject AS q3 JOIN supply AS r3 ON r3.origin = q3.n
 WHERE q3.canon = :canon AND @current(r3)
UNION ALL
SELECT 'supply' AS family, 'recipient' AS field, r4.sid, r4.subject, r4.said_on
  FROM subject AS q4 JOIN supply AS r4 ON r4.recipient = q4.n
 WHERE q4.canon = :canon AND @current(r4)
UNION ALL
SELECT 'property' AS family, 'about' AS field, r5.sid, r5.subject, r5.said_on
  FROM subject AS q5 JOIN property AS r5 ON r5.about = q5.n
 WHERE q5.canon = :canon AND @current(r5)
UNION ALL
SELECT 'quantity' AS family, 'about' AS field, r6.sid, r6.subject, r6.said_on
  FROM subject AS q6 JOIN quantity AS r6 ON r6.about = q6.n
 WHERE q6.canon = :canon AND @current(r6)
UNION ALL
SELECT 'quantity' AS family, 'item' AS field, r7.sid, r7.subject, r7.said_on
  FROM subject AS q7 JOIN quantity AS r7 ON r7.item = q7.n
 WHERE q7.canon = :canon AND @current(r7)
UNION ALL
SELECT 'quantity' AS family, 'counterparty' AS field, r8.sid, r8.subject, r8.said_on
  FROM subject AS q8 JOIN quantity AS r8 ON r8.counterparty = q8.n
 WHERE q8.canon = :canon AND @current(r8)
UNION ALL
SELECT 'lot' AS family, 'product' AS field, r9.sid, r9.subject, r9.said_on
  FROM subject AS q9 JOIN lot AS r9 ON r9.product = q9.n
 WHERE q9.canon = :canon AND @current(r9)
UNION ALL
SELECT 'lot' AS family, 'made_at' AS field, r10.sid, r10.subject, r10.said_on
  FROM subject AS q10 JOIN lot AS r10 ON r10.made_at = q10.n
 WHERE q10.canon = :canon AND @current(r10)
UNION ALL
SELECT 'lot' AS family, 'holder' AS field, r11.sid, r11.subject, r11.said_on
  FROM subject AS q11 JOIN lot AS r11 ON r11.holder = q11.n
 WHERE q11.canon = :canon AND @current(r11)
UNION ALL
SELECT 'lot' AS family, 'contract' AS field, r12.sid, r12.subject, r12.said_on
  FROM subject AS q12 JOIN lot AS r12 ON r12.contract = q12.n
 WHERE q12.canon = :canon AND @current(r12)
UNION ALL
SELECT 'site' AS family, 'operated_by' AS field, r13.sid, r13.subject, r13.said_on
  FROM subject AS q13 JOIN site AS r13 ON r13.operated_by = q13.n
 WHERE q13.canon = :canon AND @current(r13)
UNION ALL
SELECT 'product' AS family, 'manufacturer' AS field, r14.sid, r14.subject, r14.said_on
  FROM subject AS q14 JOIN product AS r14 ON r14.manufacturer = q14.n
 WHERE q14.canon = :canon AND @current(r14)
UNION ALL
SELECT 'product' AS family, 'variant_of' AS field, r15.sid, r15.subject, r15.said_on
  FROM subject AS q15 JOIN product AS r15 ON r15.variant_of = q15.n
 WHERE q15.canon = :canon AND @current(r15)
UNION ALL
SELECT 'contract' AS family, 'supplier' AS field, r16.sid, r16.subject, r16.said_on
  FROM subject AS q16 JOIN contract AS r16 ON r16.supplier = q16.n
 WHERE q16.canon = :canon AND @current(r16)
UNION ALL
SELECT 'contract' AS family, 'buyer' AS field, r17.sid, r17.subject, r17.said_on
  FROM subject AS q17 JOIN contract AS r17 ON r17.buyer = q17.n
 WHERE q17.canon = :canon AND @current(r17)
UNION ALL
SELECT 'question' AS family, 'addressee' AS field, r18.sid, r18.subject, r18.said_on
  FROM subject AS q18 JOIN question AS r18 ON r18.addressee = q18.n
 WHERE q18.canon = :canon AND @current(r18)
UNION ALL
SELECT 'answer' AS family, 'question' AS field, r19.sid, r19.subject, r19.said_on
  FROM subject AS q19 JOIN answer AS r19 ON r19.question = q19.n
 WHERE q19.canon = :canon AND @current(r19)
UNION ALL
SELECT 'indicator' AS family, 'about' AS field, r20.sid, r20.subject, r20.said_on
  FROM subject AS q20 JOIN indicator AS r20 ON r20.about = q20.n
 WHERE q20.canon = :canon AND @current(r20)
UNION ALL
SELECT 'indicator' AS family, 'item' AS field, r21.sid, r21.subject, r21.said_on
  FROM subject AS q21 JOIN indicator AS r21 ON r21.item = q21.n
 WHERE q21.canon = :canon AND @current(r21)
UNION ALL
SELECT 'finding' AS family, 'about' AS field, r22.sid, r22.subject, r22.said_on
  FROM subject AS q22 JOIN finding AS r22 ON r22.about = q22.n
 WHERE q22.canon = :canon AND @current(r22)
UNION ALL
SELECT 'risk_judgement' AS family, 'about' AS field, r23.sid, r23.subject, r23.said_on
  FROM subject AS q23 JOIN risk_judgement AS r23 ON r23.about = q23.n
 WHERE q23.canon = :canon AND @current(r23)
UNION ALL
SELECT 'policy' AS family, 'owned_by' AS field, r24.sid, r24.subject, r24.said_on
  FROM subject AS q24 JOIN policy AS r24 ON r24.owned_by = q24.n
 WHERE q24.canon = :canon AND @current(r24)
UNION ALL
SELECT 'measure' AS family, 'done_by' AS field, r25.sid, r25.subject, r25.said_on
  FROM subject AS q25 JOIN measure AS r25 ON r25.done_by = q25.n
 WHERE q25.canon = :canon AND @current(r25)
UNION ALL
SELECT 'material' AS family, 'part_of' AS field, r26.sid, r26.subject, r26.said_on
  FROM subject AS q26 JOIN material AS r26 ON r26.part_of = q26.n
 WHERE q26.canon = :canon AND @current(r26)
UNION ALL
SELECT 'result' AS family, 'about' AS field, r27.sid, r27.subject, r27.said_on
  FROM subject AS q27 JOIN result AS r27 ON r27.about = q27.n
 WHERE q27.canon = :canon AND @current(r27)
UNION ALL
SELECT 'document' AS family, 'issuer' AS field, r28.sid, r28.subject, r28.said_on
  FROM subject AS q28 JOIN document AS r28 ON r28.issuer = q28.n
 WHERE q28.canon = :canon AND @current(r28)
UNION ALL
SELECT 'incident' AS family, 'involves' AS field, k0.sid, k0.subject, k0.said_on
  FROM subject AS p0 JOIN incident_involves AS c0 ON c0.value = p0.n JOIN incident AS k0 ON k0.sid = c0.sid
 WHERE p0.canon = :canon AND @current(k0) AND @visible(c0)
UNION ALL
SELECT 'incident' AS family, 'about' AS field, k1.sid, k1.subject, k1.said_on
  FROM subject AS p1 JOIN incident_about AS c1 ON c1.value = p1.n JOIN incident AS k1 ON k1.sid = c1.sid
 WHERE p1.canon = :canon AND @current(k1) AND @visible(c1)
UNION ALL
SELECT 'dialogue' AS family, 'with_parties' AS field, k2.sid, k2.subject, k2.said_on
  FROM subject AS p2 JOIN dialogue_with_parties AS c2 ON c2.value = p2.n JOIN dialogue AS k2 ON k2.sid = c2.sid
 WHERE p2.canon = :canon AND @current(k2) AND @visible(c2)
UNION ALL
SELECT 'dialogue' AS family, 'about' AS field, k3.sid, k3.subject, k3.said_on
  FROM subject AS p3 JOIN dialogue_about AS c3 ON c3.value = p3.n JOIN dialogue AS k3 ON k3.sid = c3.sid
 WHERE p3.canon = :canon AND @current(k3) AND @visible(c3)
UNION ALL
SELECT 'document' AS family, 'about' AS field, k4.sid, k4.subject, k4.said_on
  FROM subject AS p4 JOIN document_about AS c4 ON c4.value = p4.n JOIN document AS k4 ON k4.sid = c4.sid
 WHERE p4.canon = :canon AND @current(k4) AND @visible(c4)
UNION ALL
SELECT 'question' AS family, 'about' AS field, k5.sid, k5.subject, k5.said_on
  FROM subject AS p5 JOIN question_about AS c5 ON c5.value = p5.n JOIN question AS k5 ON k5.sid = c5.sid
 WHERE p5.canon = :canon AND @current(k5) AND @visible(c5)
UNION ALL
SELECT 'measure' AS family, 'about' AS field, k6.sid, k6.subject, k6.said_on
  FROM subject AS p6 JOIN measure_about AS c6 ON c6.value = p6.n JOIN measure AS k6 ON k6.sid = c6.sid
 WHERE p6.canon = :canon AND @current(k6) AND @visible(c6)
UNION ALL
SELECT 'site' AS family, 'handles' AS field, k7.sid, k7.subject, k7.said_on
  FROM subject AS p7 JOIN site_handles AS c7 ON c7.value = p7.n JOIN site AS k7 ON k7.sid = c7.sid
 WHERE p7.canon = :canon AND @current(k7) AND @visible(c7)
UNION ALL
SELECT 'supply' AS family, 'via' AS field, k8.sid, k8.subject, k8.said_on
  FROM subject AS p8 JOIN supply_via AS c8 ON c8.value = p8.n JOIN supply AS k8 ON k8.sid = c8.sid
 WHERE p8.canon = :canon AND @current(k8) AND @visible(c8)
UNION ALL
SELECT 'contract' AS family, 'items' AS field, k9.sid, k9.subject, k9.said_on
  FROM subject AS p9 JOIN contract_items AS c9 ON c9.value = p9.n JOIN contract AS k9 ON k9.sid = c9.sid
 WHERE p9.canon = :canon AND @current(k9) AND @visible(c9)
ORDER BY 1, 5 DESC, 3
LIMIT :most;

-- What was erased, in order.
-- name: tombstones
-- all-audiences: a tombstone is a plain entry of the public log
SELECT t.sid, t.leaf FROM tombstone AS t ORDER BY t.sid;

-- name: tombstone_parts
-- :sid int
-- all-audiences: a tombstone is a plain entry of the public log
SELECT p.value FROM tombstone_disclosures AS p WHERE p.sid = :sid ORDER BY p.line;

-- name: index_of_leaf
-- :leaf blob
-- all-audiences: position of an entry stands in the public log
SELECT st.idx FROM statement AS st WHERE st.leaf = :leaf AND st.log = 0;

-- On what ground a statement was erased, and when.
-- name: tombstone_of
-- :leaf text
-- all-audiences: a tombstone is a plain entry of the public log
SELECT t.sid, t.erase_ground, t.said_on FROM tombstone AS t WHERE t.leaf = :leaf ORDER BY t.sid;

-- Size of the log behind the newest tombstone.
-- name: last_tombstone
-- => behind int not null
-- all-audiences: a tombstone is a plain entry of the public log
SELECT CAST(coalesce(max(st.idx) + 1, 0) AS BIGINT) AS behind
  FROM tombstone AS t JOIN statement AS st ON st.sid = t.sid
 WHERE st.log = 0;
-- Parties as they are called, one row a voice.
-- name: parties_named
SELECT s.canon, c.id, p.name, p.country, p.orgnr_no, p.cvr_dk, p.vat, p.ledger_no
  FROM party AS p
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS c ON c.n = s.canon
 WHERE @current(p) AND p.name IS NOT NULL
 ORDER BY c.id, p.sid;

-- Pairs that somebody has said are not the same.
-- name: not_same_pairs
-- => one int not null
-- => two int not null
SELECT CAST(a.canon AS BIGINT) AS one, CAST(b.canon AS BIGINT) AS two
  FROM not_same AS n
  JOIN subject AS a ON a.n = n.one
  JOIN subject AS b ON b.n = n.two
 WHERE @current(n);

-- Entries of the own log that name keys.
-- name: key_entries
-- :family int
-- all-audiences: key statements are plain entries of the public log
SELECT st.idx FROM statement AS st WHERE st.log = 0 AND st.family = :family ORDER BY st.idx;

-- Sizes of own heads that were given to anybody, the newest first.
-- name: sent_sizes
-- :most int
-- all-audiences: sizes of heads are public
SELECT DISTINCT s.tree_size FROM sent AS s WHERE s.tree_size IS NOT NULL ORDER BY s.tree_size DESC LIMIT :most;

-- Logs of a party whose bundles were taken in.
-- name: origins_of_party
-- :canon int
SELECT DISTINCT r.origin_name FROM received AS r JOIN subject AS p ON p.n = r.sender
 WHERE p.canon = :canon AND @visible(r) ORDER BY r.origin_name;

-- Logs whose bundles were taken in, and who sent them.
-- name: senders
-- all-audiences: whose log it is must be unique, whoever takes a bundle in
SELECT DISTINCT r.origin_name, p.id FROM received AS r JOIN subject AS p ON p.n = r.sender ORDER BY r.origin_name, p.id;

-- The entries of a signer of another log that are kept, next to a number: at it or before it, and behind it.
-- name: counter_before
-- :origin text
-- :kid blob
-- :seq int
SELECT k.seq, k.idx, k.leaf FROM foreign_counter AS k JOIN log_origin AS o ON o.n = k.log
 WHERE o.name = :origin AND k.kid = :kid AND k.seq <= :seq ORDER BY k.seq DESC LIMIT 1;

-- name: counter_after
-- :origin text
-- :kid blob
-- :seq int
SELECT k.seq, k.idx FROM foreign_counter AS k JOIN log_origin AS o ON o.n = k.log
 WHERE o.name = :origin AND k.kid = :kid AND k.seq > :seq ORDER BY k.seq LIMIT 1;

-- Was this bundle taken in before?
-- name: received_digest
-- :bundle_digest text
-- all-audiences: a bundle is taken in once, whoever asks
SELECT r.sid FROM received AS r WHERE r.bundle_digest = :bundle_digest;

-- Is something of this statement shown here?
-- name: shown_leaf
-- :leaf blob
-- all-audiences: whether a statement is here is no secret, its words are checked by statement_row
SELECT st.sid FROM statement AS st WHERE st.leaf = :leaf AND st.family IS NOT NULL;
