-- report.sql -- what an account is written from: who answers, what was found, done and promised.
--
-- :voice NULL = whatever anybody says (the own account); else only what that party says itself, for the account
-- of another one.

-- The party as its best voice describes it.
-- name: party
-- :party int
SELECT p.name, p.legal_form, p.description, p.contact_role, p.country, p.sid
  FROM party AS p
  JOIN subject AS s ON s.n = p.subject
  JOIN statement AS t ON t.sid = p.sid
 WHERE @current(p) AND @visible(t) AND s.canon = :party
 ORDER BY p.evidence DESC, p.said_by <> p.signed, p.said_on DESC, t.leaf;

-- name: party_roles
-- :sid int
SELECT r.value FROM party_roles AS r WHERE @visible(r) AND r.sid = :sid ORDER BY r.line;

-- Turnover that was said for a period beginning in the year.
-- name: turnover
-- :party int
-- :first date
-- :after date
SELECT q.amount_minor, q.amount_currency, q.sid
  FROM quantity AS q
  JOIN subject AS s ON s.n = q.about
 WHERE @current(q) AND s.canon = :party AND q.kind = 'turnover' AND q.period_start >= :first
   AND q.period_start < :after AND q.amount_minor IS NOT NULL
 ORDER BY q.evidence DESC, q.said_on DESC, q.sid;

-- What it is a member of, and since when.
-- name: memberships
-- :party int
SELECT k.id AS other, r.since_text, r.valid_from, r.sid
  FROM relation AS r
  JOIN subject AS s ON s.n = r.party
  JOIN subject AS o ON o.n = r.other
  JOIN subject AS k ON k.n = o.canon
 WHERE @current(r) AND s.canon = :party AND r.relation_kind = 'member_of'
 ORDER BY r.sid;

-- Policies, routines and plans of the party, or of nobody in particular.
-- name: policies
-- :voice int null
-- :party int
SELECT k.id AS id, p.title, p.policy_kind, p.document, p.edition, p.adopted_by, p.top_role, p.summary, p.sid
  FROM policy AS p
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS o ON o.n = p.owned_by
  JOIN subject AS v ON v.n = p.said_by
 WHERE @current(p) AND (:voice IS NULL OR v.canon = :voice) AND (p.owned_by IS NULL OR o.canon = :party)
 ORDER BY p.sid;

-- Measures; who does them, how far they are.
-- name: measures
-- :voice int null
SELECT k.id AS id, m.title, m.measure_kind, m.description, m.owner_role, m.stage, m.period_start, m.due_on,
       m.done_on, m.progress, m.effect, d.canon AS done_by, m.sid
  FROM measure AS m
  JOIN subject AS s ON s.n = m.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS d ON d.n = m.done_by
  JOIN subject AS v ON v.n = m.said_by
 WHERE @current(m) AND (:voice IS NULL OR v.canon = :voice)
 ORDER BY m.sid;

-- name: measure_countries
SELECT m.sid, c.value
  FROM measure AS m
  JOIN measure_countries AS c ON c.sid = m.sid
 WHERE @current(m) AND @visible(c)
 ORDER BY m.sid, c.line;

-- What measures answer to.
-- name: measure_answers
SELECT m.sid, k.id AS id
  FROM measure AS m
  JOIN measure_responds_to AS c ON c.sid = m.sid
  JOIN subject AS s ON s.n = c.value
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(m) AND @visible(c)
 ORDER BY m.sid, c.line;

-- Goals of a year, the most important first.
-- name: goals
-- :voice int null
-- :year int
SELECT k.id AS id, g.title, g.success_measure, g.target_value, g.unit, g.owner_role, g.sid
  FROM goal AS g
  JOIN subject AS s ON s.n = g.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = g.said_by
 WHERE @current(g) AND (:voice IS NULL OR v.canon = :voice) AND g.year = :year
 ORDER BY g.priority IS NULL, g.priority, g.sid;

-- What came of goals and measures in a year.
-- name: results
-- :voice int null
-- :year int
SELECT k.id AS about, r.progress, r.value, r.unit, r.text, r.sid
  FROM result AS r
  JOIN subject AS s ON s.n = r.about
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = r.said_by
 WHERE @current(r) AND (:voice IS NULL OR v.canon = :voice) AND r.year = :year
 ORDER BY r.sid;

-- What people and organisations judge to be high, medium or unknown.
-- name: judgements
-- :voice int null
SELECT k.id AS about, j.issue, j.stage, j.level, j.reason, j.said_on, j.sid
  FROM risk_judgement AS j
  JOIN subject AS s ON s.n = j.about
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = j.said_by
 WHERE @current(j) AND (:voice IS NULL OR v.canon = :voice)
 ORDER BY j.sid;

-- Incidents and allegations.
-- name: incidents
-- :voice int null
SELECT k.id AS id, i.title, i.incident_kind, i.impact_state, i.involvement, i.stage, i.status, i.said_on, i.sid
  FROM incident AS i
  JOIN subject AS s ON s.n = i.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = i.said_by
 WHERE @current(i) AND (:voice IS NULL OR v.canon = :voice)
 ORDER BY i.said_on, i.sid;

-- name: incident_issues
SELECT i.sid, u.value
  FROM incident AS i
  JOIN incident_issues AS u ON u.sid = i.sid
 WHERE @current(i) AND @visible(u)
 ORDER BY i.sid, u.line;

-- Open findings.
-- name: findings
-- :voice int null
SELECT k.id AS about, f.code, f.finding_kind, f.severity, f.issue, f.stage, f.text, f.status, f.said_on, f.sid
  FROM finding AS f
  JOIN subject AS s ON s.n = f.about
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = f.said_by
 WHERE @current(f) AND (:voice IS NULL OR v.canon = :voice) AND (f.status IS NULL OR f.status NOT IN ('closed', 'rejected', 'not_pursued'))
 ORDER BY f.sid;

-- Meetings, visits, networks.
-- name: dialogues
-- :voice int null
SELECT k.id AS id, d.dialogue_kind, d.title, d.stage, d.evidence, d.said_on, d.said_on_prec, d.sid
  FROM dialogue AS d
  JOIN subject AS s ON s.n = d.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = d.said_by
 WHERE @current(d) AND (:voice IS NULL OR v.canon = :voice)
 ORDER BY d.said_on, d.sid;

-- With whom.
-- name: dialogue_parties
SELECT d.sid, pk.id AS party
  FROM dialogue AS d
  JOIN dialogue_with_parties AS w ON w.sid = d.sid
  JOIN subject AS p ON p.n = w.value
  JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(d) AND @visible(w)
 ORDER BY d.sid, w.line;

-- Who they are to us: rights-holders, unions, suppliers.
-- name: dialogue_counterparts
SELECT d.sid, c.value
  FROM dialogue AS d
  JOIN dialogue_counterparts AS c ON c.sid = d.sid
 WHERE @current(d) AND @visible(c)
 ORDER BY d.sid, c.line;

-- Audits, by the tier that was audited.
-- name: audits
-- :voice int null
SELECT k.id AS id, a.audit_kind, a.audits_count, a.stage, a.scope, a.evidence, a.said_on, a.sid
  FROM audit AS a
  JOIN subject AS s ON s.n = a.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS v ON v.n = a.said_by
 WHERE @current(a) AND (:voice IS NULL OR v.canon = :voice)
 ORDER BY a.sid;

-- The account itself, as the party said it.
-- name: account
-- :party int
-- :kind text
-- :year int
SELECT k.id AS id, a.profile, a.signed_on, a.published_on, a.url, a.sid
  FROM account AS a
  JOIN subject AS s ON s.n = a.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS p ON p.n = a.party
 WHERE @current(a) AND p.canon = :party AND a.kind = :kind AND a.year = :year
 ORDER BY a.evidence DESC, a.said_on DESC, a.sid;

-- All accounts of the party that were signed, published or kept as a document; the newest year first.
-- name: accounts_given
-- :party int
SELECT k.id AS id, a.kind, a.year, a.profile, a.document, a.signed_on, a.signed_on_prec, a.published_on,
       a.published_on_prec, a.url, a.sid
  FROM account AS a
  JOIN subject AS s ON s.n = a.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS p ON p.n = a.party
 WHERE @current(a) AND p.canon = :party
   AND (a.signed_on IS NOT NULL OR a.published_on IS NOT NULL OR a.document IS NOT NULL)
 ORDER BY a.year DESC, a.kind, a.evidence DESC, a.said_on DESC, a.sid;

-- The party's own words in the fields of an account.
-- name: texts
-- :party int
-- :kind text
-- :year int
SELECT x.field, x.status, x.answer, x.text, x.said_on, x.sid
  FROM account_text AS x
  JOIN subject AS s ON s.n = x.account
  JOIN account AS a ON a.subject = s.n
  JOIN subject AS p ON p.n = a.party
 WHERE @current(x) AND @current(a) AND p.canon = :party AND a.kind = :kind AND a.year = :year
 ORDER BY x.field, x.evidence DESC, x.said_by <> x.signed, x.said_on DESC, x.sid;

-- How many grounds each of those texts names.
-- name: text_refs
-- :sid int
SELECT k.id AS id
  FROM account_text_refs AS r
  JOIN subject AS s ON s.n = r.value
  JOIN subject AS k ON k.n = s.canon
 WHERE @visible(r) AND r.sid = :sid
 ORDER BY r.line;

-- Answers of members that let the party count them: each member's best word on a question first, and the consent
-- that lets it count.  named: it also consents to be named.
-- name: member_answers
-- :party int
-- => named int not null
SELECT x.n AS question, xk.id AS question_id, q.text AS question_text, a.status, a.text, g.canon AS member,
       gk.id AS member_id, c.sid AS consent,
       CASE WHEN EXISTS (SELECT 1
                           FROM consent AS also
                           JOIN subject AS who ON who.n = also.giver
                          WHERE @current(also) AND who.canon = g.canon
                            AND also.consent_use IN ('share_with_buyers', 'publish')) THEN 1 ELSE 0 END AS named,
       a.sid
  FROM answer AS a
  JOIN subject AS b ON b.n = a.said_by
  JOIN subject AS asked ON asked.n = a.question
  JOIN subject AS x ON x.n = asked.canon
  JOIN subject AS xk ON xk.n = x.n
  JOIN question AS q ON q.subject = a.question
  JOIN consent AS c ON c.consent_use = 'aggregate'
  JOIN subject AS g ON g.n = c.giver
  JOIN subject AS gk ON gk.n = g.canon
 WHERE @current(a) AND @current(q) AND @current(c) AND g.canon = b.canon
   AND EXISTS (SELECT 1
                 FROM relation AS r
                 JOIN subject AS m ON m.n = r.party
                 JOIN subject AS o ON o.n = r.other
                WHERE @current(r) AND r.relation_kind = 'member_of' AND m.canon = g.canon AND o.canon = :party)
   AND (NOT EXISTS (SELECT 1 FROM consent_recipients AS n WHERE n.sid = c.sid AND @visible(n))
        OR EXISTS (SELECT 1
                     FROM consent_recipients AS w
                     JOIN subject AS y ON y.n = w.value
                    WHERE w.sid = c.sid AND y.canon = :party AND @visible(w)))
   AND (NOT EXISTS (SELECT 1 FROM consent_about AS things WHERE things.sid = c.sid AND @visible(things))
        OR EXISTS (SELECT 1
                     FROM consent_about AS thing
                     JOIN subject AS z ON z.n = thing.value
                    WHERE thing.sid = c.sid AND (z.canon = x.n OR z.canon = :party) AND @visible(thing)))
 ORDER BY xk.id, gk.id, a.evidence DESC, a.said_on DESC, a.sid, c.sid;

-- Members, and whether each lets its answers be counted by the party.
-- name: members
-- :party int
-- => consents int not null
SELECT m.canon, CAST(count(DISTINCT c.sid) AS BIGINT) AS consents
  FROM relation AS r
  JOIN subject AS m ON m.n = r.party
  JOIN subject AS o ON o.n = r.other
  LEFT JOIN subject AS g ON g.canon = m.canon
  LEFT JOIN consent AS c ON c.giver = g.n AND c.consent_use = 'aggregate' AND @current(c)
       AND (NOT EXISTS (SELECT 1 FROM consent_recipients AS n WHERE n.sid = c.sid AND @visible(n))
            OR EXISTS (SELECT 1
                         FROM consent_recipients AS w
                         JOIN subject AS y ON y.n = w.value
                        WHERE w.sid = c.sid AND y.canon = :party AND @visible(w)))
 WHERE @current(r) AND r.relation_kind = 'member_of' AND o.canon = :party
 GROUP BY m.canon
 ORDER BY m.canon;

-- Figures about the party, of whatever kind.
-- name: quantities
-- :party int
SELECT DISTINCT k.id
  FROM quantity AS q
  JOIN subject AS a ON a.n = q.about
  JOIN subject AS s ON s.n = q.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(q) AND a.canon = :party
 ORDER BY k.id;
