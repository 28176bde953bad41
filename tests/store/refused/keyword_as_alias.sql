-- name: names
SELECT end.n FROM subject AS end;
