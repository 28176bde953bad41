-- Drafts: words that are prepared and not yet said (live.db).

-- The highest number in use; 0 = none.
-- name: last
-- => number int not null
SELECT CAST(coalesce(max(d.number), 0) AS BIGINT) AS number FROM draft AS d;

-- name: put
-- :number int
-- :family text
-- :words text
-- :made_at text
INSERT INTO draft (number, family, words, made_at) VALUES (:number, :family, :words, :made_at);

-- name: each
SELECT d.number, d.family, d.words, d.made_at FROM draft AS d ORDER BY d.number;

-- name: of
-- :number int
SELECT d.family, d.words FROM draft AS d WHERE d.number = :number;

-- name: change
-- :number int
-- :words text
UPDATE draft SET words = :words WHERE number = :number;

-- name: forget
-- :number int
DELETE FROM draft WHERE number = :number;
