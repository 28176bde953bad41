-- name: counted
SELECT count(*) FROM subject AS s;
