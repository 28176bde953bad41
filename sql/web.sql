-- Sessions and jobs of the web server (live.db).

-- A browser has logged in.
-- name: session_put
-- :cookie_digest text
-- :made_s int
-- :until_s int
INSERT INTO session (cookie_digest, made_s, until_s) VALUES (:cookie_digest, :made_s, :until_s);

-- name: session_of
-- :cookie_digest text
-- :now_s int
SELECT s.until_s FROM session AS s WHERE s.cookie_digest = :cookie_digest AND s.until_s > :now_s;

-- name: session_forget
-- :cookie_digest text
DELETE FROM session WHERE cookie_digest = :cookie_digest;

-- name: session_expire
-- :now_s int
DELETE FROM session WHERE until_s <= :now_s;

-- The highest number in use; 0 = none.
-- name: job_last
-- => number int not null
SELECT CAST(coalesce(max(j.number), 0) AS BIGINT) AS number FROM job AS j;

-- name: job_put
-- :number int
-- :what text
-- :lang text
-- :made_at text
INSERT INTO job (number, what, lang, made_at, outcome, stage, done, total)
VALUES (:number, :what, :lang, :made_at, 'running', '', 0, 0);

-- name: job_step
-- :number int
-- :stage text
-- :done int
-- :total int
UPDATE job SET stage = :stage, done = :done, total = :total WHERE number = :number;

-- name: job_end
-- :number int
-- :ended_at text
-- :outcome text
-- :result text null
-- :marked blob null
UPDATE job SET ended_at = :ended_at, outcome = :outcome, result = :result, marked = :marked WHERE number = :number;

-- name: job_of
-- :number int
-- => is_marked int not null
SELECT j.what, j.lang, j.made_at, j.ended_at, j.outcome, j.stage, j.done, j.total, j.result,
       CAST(j.marked IS NOT NULL AS BIGINT) AS is_marked
  FROM job AS j WHERE j.number = :number;

-- name: job_marked
-- :number int
SELECT j.marked FROM job AS j WHERE j.number = :number AND j.marked IS NOT NULL;

-- The newest first.
-- name: job_each
-- :most int
SELECT j.number, j.what, j.made_at, j.ended_at, j.outcome FROM job AS j ORDER BY j.number DESC LIMIT :most;

-- What was under way when the server before this one ended.
-- name: job_lose
-- :ended_at text
UPDATE job SET outcome = 'lost', ended_at = :ended_at WHERE ended_at IS NULL;

-- name: job_expire
-- :before text
DELETE FROM job WHERE ended_at < :before;
