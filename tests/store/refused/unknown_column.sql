-- Money by item.
-- name: spend
SELECT q.item,
       q.amount_minr
  FROM quantity AS q
 WHERE @current(q);
