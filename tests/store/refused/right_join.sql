-- name: right_joined
SELECT p.sid FROM subject AS s RIGHT JOIN party AS p ON p.subject = s.n AND @current(p);
