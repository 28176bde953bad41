-- name: word
SELECT s.n FROM subject AS s WHERE s.id GLOB 'gtin:*';
