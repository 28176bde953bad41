-- name: everything
SELECT * FROM subject AS s;
