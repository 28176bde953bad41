-- Questions of the store's own tests, over the state's schema.

-- Subjects from a number on.
-- name: subjects_from
-- :first int
SELECT s.n, s.id, s.kind FROM subject AS s WHERE s.n >= :first ORDER BY s.n;

-- name: add_subject
-- :n int
-- :id text
-- :kind int
INSERT INTO subject (n, id, canon, kind) VALUES (:n, :id, :n, :kind);

-- What parties are called, to whoever asks.
-- name: names
SELECT p.sid, p.name, p.contact_name, p.country FROM party AS p WHERE @current(p) ORDER BY p.sid;

-- All of it, with a number that may be missing.
-- name: masses
-- :least_mg int null
-- => double_mg int
SELECT p.sid, p.mass_mg, p.mass_mg * 2 AS double_mg FROM product AS p
 WHERE @visible(p) AND (:least_mg IS NULL OR p.mass_mg >= :least_mg) ORDER BY p.sid;
