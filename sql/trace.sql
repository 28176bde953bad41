-- trace.sql -- what the record says of lots, parts, supply and places, for the graph.
--
-- Rows of one subject stand together, the one that a figure takes first: highest evidence, then direct word
-- before report, then later date, then smaller leaf (as record/dispute.h).

-- Every lot with what it is made as, how much it was, where.
-- name: lots
SELECT s.id AS id, s.kind AS kind, pk.id AS product, l.quantity_mg, l.quantity_pieces, mk.id AS made_at, l.sid
  FROM lot AS l
  JOIN statement AS t ON t.sid = l.sid
  JOIN subject AS s ON s.n = l.subject
  LEFT JOIN subject AS p ON p.n = l.product
  LEFT JOIN subject AS pk ON pk.n = p.canon
  LEFT JOIN subject AS m ON m.n = l.made_at
  LEFT JOIN subject AS mk ON mk.n = m.canon
 WHERE @current(l) AND @visible(t)
 ORDER BY l.subject, l.evidence DESC, l.said_by <> l.signed, l.said_on DESC, t.leaf;

-- Lines of bills of materials.
-- name: compositions
SELECT c.subject, wk.id AS whole, pk.id AS part, c.where_in, c.mass_mg, c.pieces, c.sid, c.evidence
  FROM composition AS c
  JOIN statement AS t ON t.sid = c.sid
  JOIN subject AS w ON w.n = c.whole
  JOIN subject AS wk ON wk.n = w.canon
  JOIN subject AS p ON p.n = c.part
  JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(c) AND @visible(t)
 ORDER BY c.subject, c.evidence DESC, c.said_by <> c.signed, c.said_on DESC, t.leaf;

-- Standing supply links.
-- name: supplies
SELECT y.subject, ik.id AS item, ok.id AS origin, rk.id AS recipient, y.stage, y.share_ppb, y.origins_complete,
       y.status, y.sid, y.evidence
  FROM supply AS y
  JOIN statement AS t ON t.sid = y.sid
  JOIN subject AS i ON i.n = y.item
  JOIN subject AS ik ON ik.n = i.canon
  JOIN subject AS o ON o.n = y.origin
  JOIN subject AS ok ON ok.n = o.canon
  JOIN subject AS r ON r.n = y.recipient
  JOIN subject AS rk ON rk.n = r.canon
 WHERE @current(y) AND @visible(t)
 ORDER BY y.subject, y.evidence DESC, y.said_by <> y.signed, y.said_on DESC, t.leaf;

-- Products: maker and mass of one.
-- name: products
SELECT s.canon, k.id AS id, mk.id AS manufacturer, p.mass_mg, p.sid
  FROM product AS p
  JOIN statement AS t ON t.sid = p.sid
  JOIN subject AS s ON s.n = p.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS m ON m.n = p.manufacturer
  LEFT JOIN subject AS mk ON mk.n = m.canon
 WHERE @current(p) AND @visible(t)
 ORDER BY s.canon, p.evidence DESC, p.said_by <> p.signed, p.said_on DESC, t.leaf;

-- Sites: where they are, who runs them.
-- name: sites
SELECT s.canon, k.id AS id, i.name, i.country, i.coordinates_lat, i.coordinates_lon, pk.id AS operated_by, i.sid,
       i.evidence
  FROM site AS i
  JOIN statement AS t ON t.sid = i.sid
  JOIN subject AS s ON s.n = i.subject
  JOIN subject AS k ON k.n = s.canon
  LEFT JOIN subject AS p ON p.n = i.operated_by
  LEFT JOIN subject AS pk ON pk.n = p.canon
 WHERE @current(i) AND @visible(t)
 ORDER BY s.canon, i.evidence DESC, i.said_by <> i.signed, i.said_on DESC, t.leaf;

-- What a site does.
-- name: site_roles
SELECT s.canon, k.id AS id, r.value AS role
  FROM site AS i
  JOIN site_roles AS r ON r.sid = i.sid
  JOIN subject AS s ON s.n = i.subject
  JOIN subject AS k ON k.n = s.canon
 WHERE @current(i) AND @visible(r)
 ORDER BY s.canon, i.sid, r.line;

-- Lots that are the same under two names: edges here, never a renaming.
-- name: same_lots
-- :lot_kind int
SELECT a.id AS one, b.id AS two, e.sid
  FROM same AS e
  JOIN subject AS a ON a.n = e.one
  JOIN subject AS b ON b.n = e.two
 WHERE @current(e) AND a.kind = :lot_kind AND b.kind = :lot_kind
 ORDER BY e.sid;

-- Names that lead to another one: sites and parties with several identifiers.
-- name: other_names
SELECT s.id AS id, k.id AS canon_id
  FROM subject AS s
  JOIN subject AS k ON k.n = s.canon
 WHERE s.canon <> s.n
 ORDER BY s.n;
