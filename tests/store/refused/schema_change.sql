-- name: drop_it
DROP TABLE subject;
