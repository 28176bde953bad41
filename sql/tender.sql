-- tender.sql -- what the tender desk asks: a tender and all that hangs on it.
--
-- Where several voices speak of one thing the first row is taken: best evidence, then who signs for itself,
-- then the newest.

-- Tenders, by number.
-- name: tenders
SELECT s.canon, k.id AS id, t.number, t.title, t.status
  FROM tender AS t
  JOIN statement AS w ON w.sid = t.sid
  JOIN subject AS s ON s.n = t.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(t) AND @visible(w)
 ORDER BY k.id, t.evidence DESC, t.said_by <> t.signed, t.said_on DESC, w.leaf;

-- One tender.
-- name: one
-- :canon int
SELECT t.sid, t.number, t.title, t.description, b.id AS buyer, t.status, t.procurement_method, t.jurisdiction,
       t.product_group, t.volume, t.volume_unit, t.value_estimate_minor, t.value_estimate_currency,
       t.published_on, t.published_on_prec, t.questions_until, t.bids_until, t.opened_at, t.award_basis,
       t.cost_method, t.rate_kind, t.environment_rule, t.environment_reason, t.variants_allowed,
       t.standstill_days
  FROM tender AS t
  JOIN statement AS w ON w.sid = t.sid
  JOIN subject AS s ON s.n = t.subject
  LEFT JOIN subject AS bs ON bs.n = t.buyer
  LEFT JOIN subject AS b ON b.n = bs.canon
 WHERE s.canon = :canon AND @current(t) AND @visible(w)
 ORDER BY t.evidence DESC, t.said_by <> t.signed, t.said_on DESC, w.leaf;

-- Its lots.
-- name: parts
-- :sid int
SELECT p.part_no, p.title, p.value_minor, p.value_currency
  FROM tender_part AS p
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- The facts that decide which rules apply.
-- name: circumstances
-- :sid int
SELECT p.value FROM tender_circumstances AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- CPV codes.
-- name: cpv
-- :sid int
SELECT p.value FROM tender_cpv AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- The documents.
-- name: documents
-- :sid int
SELECT p.value FROM tender_documents AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- What is bought.
-- name: items
-- :sid int
SELECT k.id AS value
  FROM tender_items AS p
  JOIN subject AS s ON s.n = p.value
  JOIN subject AS k ON k.n = s.canon
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- Requirements of a tender.
-- name: requirements
-- :canon int
SELECT o.canon, k.id AS id, r.sid, r.code, r.title, r.text, r.level, r.part_no, r.attribute, r.operator,
       r.threshold, r.threshold_high, r.unit, r.threshold_text, r.applies_when, r.except_when,
       r.accepts_equivalent, r.evidence_wanted, r.evidence_due, r.evidence_days, r.catalogue_code, r.edition,
       r.law_ref
  FROM requirement AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS k ON k.n = o.canon
  JOIN subject AS s ON s.n = r.tender
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Criteria of a tender.
-- name: criteria
-- :canon int
SELECT o.canon, k.id AS id, r.sid, r.code, r.title, r.text, p.canon AS parent, r.weight_ppb, r.priority,
       r.environmental, r.point_model, r.direction, r.attribute, r.points_max, r.low_point, r.high_point,
       r.unit, r.surcharge_minor, r.surcharge_currency, r.expected_low, r.expected_high, r.part_no,
       r.catalogue_code
  FROM criterion AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS k ON k.n = o.canon
  JOIN subject AS s ON s.n = r.tender
  LEFT JOIN subject AS p ON p.n = r.part_of
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Steps of a criterion.
-- name: steps
-- :sid int
SELECT p.at_least, p.points_share_ppb FROM criterion_step AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- Assumptions of the total cost.
-- name: costs
-- :canon int
SELECT o.canon, r.sid, r.cost_kind, r.item, r.year, r.value, r.unit, r.low, r.high, r.probability_ppb,
       r.condition, f.id AS table_id, r.evidence
  FROM cost_assumption AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS s ON s.n = r.tender
  LEFT JOIN subject AS f ON f.n = r.table_ref
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Bids.
-- name: bids
-- :canon int
SELECT o.canon, k.id AS id, r.sid, r.number, p.canon AS variant_of, r.received_at, r.file, r.late,
       r.valid_until, r.valid_until_prec, r.status, r.rejected_because
  FROM bid AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS k ON k.n = o.canon
  JOIN subject AS s ON s.n = r.tender
  LEFT JOIN subject AS p ON p.n = r.variant_of
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Who bids.
-- name: tenderers
-- :sid int
SELECT s.canon, k.id AS id
  FROM bid_tenderers AS p
  JOIN subject AS s ON s.n = p.value
  JOIN subject AS k ON k.n = s.canon
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- For which lots.
-- name: bid_parts
-- :sid int
SELECT p.value FROM bid_part_nos AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- What the bids of a tender say.
-- name: offers
-- :canon int
SELECT o.canon, q.canon AS bid, r.sid, r.attribute, r.part_no, ik.id AS item, r.value, r.unit, r.amount_minor,
       r.amount_currency, r.value_text, r.value_date, r.value_date_prec, r.fulfilled, r.secret, r.evidence
  FROM offer_value AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS q ON q.n = r.bid
  LEFT JOIN subject AS i ON i.n = r.item
  LEFT JOIN subject AS ik ON ik.n = i.canon
 WHERE @current(r) AND @visible(w)
   AND q.canon IN (SELECT bs.canon
                     FROM bid AS b
                     JOIN subject AS bs ON bs.n = b.subject
                     JOIN subject AS s ON s.n = b.tender
                    WHERE s.canon = :canon AND @current(b))
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Proof of what is offered.
-- name: offer_documents
-- :sid int
SELECT p.value FROM offer_value_documents AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- Awards.
-- name: awards
-- :canon int
SELECT o.canon, k.id AS id, r.sid, r.part_no, r.status, r.decided_on, r.decided_on_prec, r.value_minor,
       r.value_currency, r.reasons, r.standstill_until, r.standstill_until_prec, r.protocol, r.tables_digest,
       ck.id AS contract
  FROM award AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS k ON k.n = o.canon
  JOIN subject AS s ON s.n = r.tender
  LEFT JOIN subject AS ct ON ct.n = r.contract
  LEFT JOIN subject AS ck ON ck.n = ct.canon
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- Chosen bids.
-- name: winners
-- :sid int
SELECT s.canon
  FROM award_winners AS p
  JOIN subject AS s ON s.n = p.value
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- The ranking as decided.
-- name: ranking
-- :sid int
SELECT s.canon, p.points, p.points_unit, p.place, p.admissible
  FROM award_ranking AS p
  LEFT JOIN subject AS s ON s.n = p.bid
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- Clauses of the tender's contract.
-- name: clauses
-- :canon int
SELECT o.canon, k.id AS id, r.sid, r.number, r.title, r.text, r.clause_kind, r.obliged, r.triggered_by,
       r.deadline_count, r.day_kind, r.at_once, r.yearly_on, r.openness, r.consequence_text, r.evidence_wanted,
       r.catalogue_code, r.law_ref
  FROM clause AS r
  JOIN statement AS w ON w.sid = r.sid
  JOIN subject AS o ON o.n = r.subject
  JOIN subject AS k ON k.n = o.canon
  JOIN subject AS s ON s.n = r.agreement
 WHERE s.canon = :canon AND @current(r) AND @visible(w)
 ORDER BY o.canon, r.evidence DESC, r.said_by <> r.signed, r.said_on DESC, w.leaf;

-- What follows silence.
-- name: consequences
-- :sid int
SELECT p.value FROM clause_consequences AS p WHERE p.sid = :sid AND @visible(p) ORDER BY p.line;

-- Materials that a clause names.
-- name: clause_materials
-- :sid int
SELECT k.id AS value
  FROM clause_materials AS p
  JOIN subject AS s ON s.n = p.value
  JOIN subject AS k ON k.n = s.canon
 WHERE p.sid = :sid AND @visible(p)
 ORDER BY p.line;

-- Dialogues about a tender: market dialogue above all.
-- name: dialogues
-- :canon int
-- => n int not null
SELECT CAST(count(DISTINCT r.subject) AS BIGINT) AS n
  FROM dialogue AS r
  JOIN subject AS s ON s.n = r.tender
 WHERE s.canon = :canon AND @current(r);
