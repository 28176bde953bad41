-- name: invoices
SELECT i.sid FROM invoice AS i;
