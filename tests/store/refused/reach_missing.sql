-- name: all_parties
SELECT p.sid
  FROM party AS p;
