-- name: word
-- :n int
INSERT OR REPLACE INTO log_origin (n, name) VALUES (:n, 'x');
