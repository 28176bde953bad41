-- follow_up.sql -- what the record says about whom to follow up (src/risk/follow_up.h).

-- Contracts, the preferred word of each first.
-- name: contracts
SELECT s.canon, k.id, c.title, pk.n AS supplier, pk.id AS supplier_id, c.value_minor, c.value_currency, c.period_end,
       c.risk_contract, c.risk_basis, c.said_on, c.evidence, c.sid
  FROM contract AS c
  JOIN statement AS t ON t.sid = c.sid
  JOIN subject AS s ON s.n = c.subject
  JOIN subject AS k ON k.n = s.canon
  JOIN subject AS p ON p.n = c.supplier
  JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(c) AND @visible(t)
 ORDER BY k.id, c.evidence DESC, c.said_by <> c.signed, c.said_on DESC, t.leaf;

-- Names and seats of parties, the preferred word of each first.
-- name: suppliers
SELECT s.canon, p.name, p.country
  FROM party AS p
  JOIN statement AS t ON t.sid = p.sid
  JOIN subject AS s ON s.n = p.subject
 WHERE @current(p) AND @visible(t)
 ORDER BY s.canon, p.evidence DESC, p.said_by <> p.signed, p.said_on DESC, t.leaf;

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

-- Questions to a party, and whether they were answered.
-- name: answers_of
-- => answered text
SELECT s.canon, CAST(w.status AS TEXT) AS answered
  FROM question AS q
  JOIN subject AS a ON a.n = q.addressee
  JOIN subject AS s ON s.n = a.canon
  LEFT JOIN answer AS w ON w.question = q.subject AND @current(w)
 WHERE @current(q)
 ORDER BY s.canon, q.sid;

-- Incidents that involve a party.
-- name: incidents_of
SELECT s.canon, i.status
  FROM incident AS i
  JOIN incident_involves AS v ON v.sid = i.sid
  JOIN subject AS a ON a.n = v.value
  JOIN subject AS s ON s.n = a.canon
 WHERE @current(i) AND @visible(v)
 ORDER BY s.canon, i.sid;

-- Findings about a party or contract.
-- name: findings_of
SELECT s.canon, f.finding_kind, f.status
  FROM finding AS f
  JOIN subject AS a ON a.n = f.about
  JOIN subject AS s ON s.n = a.canon
 WHERE @current(f)
 ORDER BY s.canon, f.sid;

-- Audits of a party.
-- name: audits_of
SELECT s.canon, d.evidence
  FROM audit AS d
  JOIN audit_about AS v ON v.sid = d.sid
  JOIN subject AS a ON a.n = v.value
  JOIN subject AS s ON s.n = a.canon
 WHERE @current(d) AND @visible(v)
 ORDER BY s.canon, d.sid;

-- Others who buy with the own party.
-- name: buys_with
-- => partners int not null
SELECT CAST(count(*) AS BIGINT) AS partners FROM relation AS r WHERE r.relation_kind = 'buys_with' AND @current(r);
