-- name: roles
SELECT r.value FROM party AS p JOIN party_roles AS r ON r.sid = p.sid WHERE @current(p);
