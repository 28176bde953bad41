-- risk.sql -- what the record says that the risk of materials rests on, beside parts and supply (trace.sql).
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
SELECT k.id AS id, i.title, i.stage, i.scale, i.extent, i.reversal, i.status, i.said_on, i.said_on_prec,
       i.evidence, i.sid
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
SELECT i.sid, k.id AS place
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

-- Findings that name an issue.
-- name: findings
SELECT k.id AS about, sk.id AS id, f.code, f.stage, f.issue, f.scale, f.extent, f.reversal, f.status,
       f.said_on, f.said_on_prec, f.evidence, f.sid
  FROM finding AS f
  JOIN subject AS own ON own.n = f.subject
  JOIN subject AS sk ON sk.n = own.canon
  JOIN subject AS s ON s.n = f.about
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(f) AND f.issue IS NOT NULL
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
