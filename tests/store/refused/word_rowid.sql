-- name: word
SELECT s.rowid FROM subject AS s WHERE rowid > 1;
