-- risk.sql -- what the record says that the risk of what is bought rests on, beside parts and supply (trace.sql).
--
-- Incidents and findings are all asked for, of every voice: where they differ the worse counts.

-- Materials: their names, and what they are a form of.
-- name: materials
SELECT s.canon, k.id AS id, m.name, pk.id AS part_of, m.sid
  FROM material AS m
  JOIN statement AS t ON t.sid = m.sid
  JOIN subject AS s ON s.n = m.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS p ON p.n = m.part_of
  LEFT JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(m) AND @visible(t)
 ORDER BY s.canon, m.evidence DESC, m.said_by <> m.signed, m.said_on DESC, t.leaf;

-- Other names of materials, as somebody says them.
-- name: material_names
SELECT k.id AS id, a.value AS name
  FROM material AS m
  JOIN material_aliases AS a ON a.sid = m.sid
  JOIN subject AS s ON s.n = m.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(m) AND @visible(a)
 ORDER BY s.canon, m.sid, a.line;

-- Incidents.
-- name: incidents
SELECT k.id AS id, i.title, i.stage, i.scale, i.extent, i.reversal, i.status, i.involvement, i.said_on,
       i.said_on_prec, i.evidence, i.sid
  FROM incident AS i
  JOIN subject AS s ON s.n = i.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(i)
 ORDER BY i.sid;

-- Issues of the incidents.
-- name: incident_issues
SELECT i.sid, u.value AS issue
  FROM incident AS i
  JOIN incident_issues AS u ON u.sid = i.sid
 WHERE @current(i) AND @visible(u)
 ORDER BY i.sid, u.line;

-- Who or where the incidents involve.
-- name: incident_places
SELECT i.sid, i.status, i.involvement, k.n AS canon, k.id AS place
  FROM incident AS i
  JOIN incident_involves AS v ON v.sid = i.sid
  JOIN subject AS s ON s.n = v.value
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(i) AND @visible(v)
 ORDER BY i.sid, v.line;

-- What goods the incidents touch.
-- name: incident_goods
SELECT i.sid, k.id AS good
  FROM incident AS i
  JOIN incident_about AS b ON b.sid = i.sid
  JOIN subject AS s ON s.n = b.value
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(i) AND @visible(b)
 ORDER BY i.sid, b.line;

-- Findings, whether they name an issue or not.
-- name: findings
SELECT k.n AS canon, k.id AS about, sk.id AS id, f.code, f.finding_kind, f.stage, f.issue, f.scale, f.extent, f.reversal, f.status,
       f.said_on, f.said_on_prec, f.evidence, f.sid
  FROM finding AS f
  JOIN subject AS own ON own.n = f.subject
  JOIN subject AS sk ON sk.n = own.canon
  JOIN subject AS s ON s.n = f.about
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(f)
 ORDER BY f.sid;

-- What people and organisations think themselves: shown beside the model, never mixed into it.
-- name: judgements
SELECT k.id AS about, j.issue, j.stage, j.level, j.factor_text, j.reason, j.said_on, j.said_on_prec, j.evidence, j.sid,
       bk.id AS said_by
  FROM risk_judgement AS j
  JOIN subject AS s ON s.n = j.about
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS b ON b.n = j.said_by
  JOIN subject AS bk ON bk.n = b.canon
 WHERE @current(j)
 ORDER BY j.sid;

-- Products that are part of no other.
-- name: top_products
-- :product_kind int
SELECT DISTINCT k.id AS id
  FROM product AS p
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(p) AND s.kind = :product_kind
   AND NOT EXISTS (SELECT 1
                     FROM composition AS c
                     JOIN subject AS q ON q.n = c.part
                    WHERE q.canon = k.n AND @current(c))
 ORDER BY k.id;

-- Who is bought from, or may be: every party with where it sits.
-- name: parties
SELECT s.canon, k.id AS id, p.name, p.country, p.sid
  FROM party AS p
  JOIN statement AS t ON t.sid = p.sid
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(p) AND @visible(t)
 ORDER BY s.canon, p.evidence DESC, p.said_by <> p.signed, p.said_on DESC, t.leaf;

-- In which language a party is written to.
-- name: party_language
-- :id text
SELECT p.language
  FROM party AS p
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(p) AND k.id = :id AND p.language IS NOT NULL
 ORDER BY p.evidence DESC, p.said_by <> p.signed, p.said_on DESC, p.sid;

-- What they do, by NACE.
-- name: party_sectors
SELECT s.canon, v.value AS code
  FROM party AS p
  JOIN party_sectors AS v ON v.sid = p.sid
  JOIN subject AS s ON s.n = p.subject
 WHERE @current(p) AND @visible(v)
 ORDER BY s.canon, v.value;

-- What they do in the chain.
-- name: party_roles
SELECT s.canon, v.value AS role
  FROM party AS p
  JOIN party_roles AS v ON v.sid = p.sid
  JOIN subject AS s ON s.n = p.subject
 WHERE @current(p) AND @visible(v)
 ORDER BY s.canon, v.value;

-- Lines of the ledger: money paid.  Each subject once, the line that a figure takes first.
-- name: spend
SELECT q.subject, ak.n AS about, ck.n AS counterparty, q.category, q.cpv, q.amount_minor, q.amount_currency,
       q.owner_unit, hk.n AS contract, q.sid
  FROM quantity AS q
  JOIN statement AS t ON t.sid = q.sid
  JOIN subject AS a ON a.n = q.about
  JOIN subject AS ak ON ak.n = a.canon
  LEFT JOIN subject AS c ON c.n = q.counterparty
  LEFT JOIN subject AS ck ON ck.n = c.canon
  LEFT JOIN subject AS h ON h.n = q.contract
  LEFT JOIN subject AS hk ON hk.n = h.canon
 WHERE @current(q) AND @visible(t) AND q.kind = 'spend'
 ORDER BY q.subject, q.evidence DESC, q.said_by <> q.signed, q.said_on DESC, t.leaf;

-- Contracts.
-- name: contracts
SELECT s.canon, k.id AS id, c.number, c.title, pk.n AS supplier, pk.id AS supplier_id, c.value_minor, c.value_currency,
       c.period_start, c.period_end, c.owner_unit, c.risk_contract, c.status, c.sid
  FROM contract AS c
  JOIN statement AS t ON t.sid = c.sid
  JOIN subject AS s ON s.n = c.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS p ON p.n = c.supplier
  JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(c) AND @visible(t)
 ORDER BY s.canon, c.evidence DESC, c.said_by <> c.signed, c.said_on DESC, t.leaf;

-- name: contract_codes
SELECT s.canon, v.value AS code
  FROM contract AS c
  JOIN contract_cpv AS v ON v.sid = c.sid
  JOIN subject AS s ON s.n = c.subject
 WHERE @current(c) AND @visible(v)
 ORDER BY s.canon, v.value;

-- name: contract_goods
SELECT s.canon, ik.id AS item
  FROM contract AS c
  JOIN contract_items AS v ON v.sid = c.sid
  JOIN subject AS s ON s.n = c.subject
  JOIN subject AS i ON i.n = v.value
  JOIN subject AS ik ON ik.n = i.canon
 WHERE @current(c) AND @visible(v)
 ORDER BY s.canon, ik.id;

-- How parties stand to each other.
-- name: relations
SELECT pk.n AS party, r.relation_kind, ok.n AS other, r.sid
  FROM relation AS r
  JOIN subject AS p ON p.n = r.party
  JOIN subject AS pk ON pk.n = p.canon
  JOIN subject AS o ON o.n = r.other
  JOIN subject AS ok ON ok.n = o.canon
 WHERE @current(r)
 ORDER BY ok.n, pk.n, r.sid;

-- Who lets their answers be counted with those of others; recipient NULL = by whomever.
-- name: consents
SELECT gk.n AS giver, yk.n AS recipient, c.sid
  FROM consent AS c
  JOIN subject AS g ON g.n = c.giver
  JOIN subject AS gk ON gk.n = g.canon
  LEFT JOIN consent_recipients AS w ON w.sid = c.sid AND @visible(w)
  LEFT JOIN subject AS y ON y.n = w.value
  LEFT JOIN subject AS yk ON yk.n = y.canon
 WHERE @current(c) AND c.consent_use = 'aggregate'
 ORDER BY gk.n, c.sid;

-- What people say of the eight factors, of a contract or its supplier.
-- name: plans
SELECT s.canon, f.period_start, f.period_end, f.immature, f.known_breaches, f.harsh_countries, f.market_position,
       f.not_credible, f.strategic, f.we_matter, f.unknown_risk, f.chosen, f.reason, f.sid
  FROM follow_up_plan AS f
  JOIN statement AS t ON t.sid = f.sid
  JOIN subject AS a ON a.n = f.about
  JOIN subject AS s ON s.n = a.canon
 WHERE @current(f) AND @visible(t)
 ORDER BY s.canon, f.period_start DESC, f.evidence DESC, f.said_by <> f.signed, f.said_on DESC, t.leaf;

-- Audits, inspections, tests, or a stated count of them.
-- name: audits
SELECT k.id AS id, a.audit_kind, a.stage, a.tier, a.standard, a.scope, a.audits_count, a.critical_count,
       a.major_count, a.minor_count, a.period_start, a.period_end, a.said_on, a.evidence, a.sid, uk.id AS auditor
  FROM audit AS a
  JOIN subject AS s ON s.n = a.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS u ON u.n = a.auditor
  LEFT JOIN subject AS uk ON uk.n = u.canon
 WHERE @current(a)
 ORDER BY a.sid;

-- name: audit_places
SELECT a.sid, a.evidence, k.n AS canon, k.id AS place
  FROM audit AS a
  JOIN audit_about AS v ON v.sid = a.sid
  JOIN subject AS s ON s.n = v.value
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(a) AND @visible(v)
 ORDER BY a.sid, v.line;

-- Tables of the user's own: the preferred statement of each first.
-- name: factor_tables
SELECT f.subject, f.table_name, f.document, f.edition, f.published_on, f.evidence, f.sid
  FROM factor_table AS f
  JOIN statement AS t ON t.sid = f.sid
 WHERE @current(f) AND @visible(t) AND f.document IS NOT NULL
 ORDER BY f.subject, f.evidence DESC, f.said_by <> f.signed, f.said_on DESC, t.leaf;

-- Questions that were put, once for each thing that they are about.
-- name: questions
SELECT k.id AS id, ak.id AS addressee, gk.id AS about, q.stage, q.due_on, q.sid
  FROM question AS q
  JOIN subject AS s ON s.n = q.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS a ON a.n = q.addressee
  JOIN subject AS ak ON ak.n = a.canon
  JOIN question_about AS b ON b.sid = q.sid
  JOIN subject AS g ON g.n = b.value
  JOIN subject AS gk ON gk.n = g.canon
 WHERE @current(q) AND @visible(b)
 ORDER BY q.said_on DESC, q.sid, b.line;

-- The same question in other languages.
-- name: wordings
-- :sid int
SELECT w.language, w.text
  FROM question_wording AS w
 WHERE w.sid = :sid AND @visible(w)
 ORDER BY w.line;

-- Visits and talks, once for each party and thing.
-- name: dialogues
SELECT k.id AS id, d.dialogue_kind, d.title, d.stage, hk.id AS held_at, pk.id AS party, gk.id AS about, d.said_on,
       d.said_on_prec, d.evidence, d.sid
  FROM dialogue AS d
  JOIN subject AS s ON s.n = d.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS h ON h.n = d.held_at
  LEFT JOIN subject AS hk ON hk.n = h.canon
  LEFT JOIN dialogue_with_parties AS w ON w.sid = d.sid AND @visible(w)
  LEFT JOIN subject AS p ON p.n = w.value
  LEFT JOIN subject AS pk ON pk.n = p.canon
  LEFT JOIN dialogue_about AS b ON b.sid = d.sid AND @visible(b)
  LEFT JOIN subject AS g ON g.n = b.value
  LEFT JOIN subject AS gk ON gk.n = g.canon
 WHERE @current(d)
 ORDER BY d.sid, w.line, b.line;

-- Answers, once for each thing that the question is about and each document.
-- name: answers
SELECT qk.id AS question, r.status, bk.id AS said_by, ak.id AS addressee, gk.id AS about, q.stage, r.said_on,
       r.said_on_prec, r.evidence, f.value AS document, r.sid
  FROM answer AS r
  JOIN subject AS qs ON qs.n = r.question
  JOIN subject AS qk ON qk.n = qs.canon
  JOIN subject AS b ON b.n = r.said_by
  JOIN subject AS bk ON bk.n = b.canon
  LEFT JOIN question AS q ON q.subject = r.question AND @current(q)
  LEFT JOIN subject AS a ON a.n = q.addressee
  LEFT JOIN subject AS ak ON ak.n = a.canon
  LEFT JOIN question_about AS o ON o.sid = q.sid AND @visible(o)
  LEFT JOIN subject AS g ON g.n = o.value
  LEFT JOIN subject AS gk ON gk.n = g.canon
  LEFT JOIN answer_documents AS f ON f.sid = r.sid AND @visible(f)
 WHERE @current(r)
 ORDER BY r.sid, o.line, f.line;

-- Questions to a party, and whether they were answered.
-- name: asked
-- => answered text
SELECT s.canon, CAST(w.status AS TEXT) AS answered
  FROM question AS q
  JOIN subject AS a ON a.n = q.addressee
  JOIN subject AS s ON s.n = a.canon
  LEFT JOIN answer AS w ON w.question = q.subject AND @current(w)
 WHERE @current(q)
 ORDER BY s.canon, q.sid;
