-- live_schema.sql -- private/live.db: what is neither said nor derived, so neither proved nor rebuilt (D3).
-- Never shown as it is: it holds no passwords and no cookie, only their digests.

-- Words prepared and not yet said.
CREATE TABLE IF NOT EXISTS draft (
  number INTEGER PRIMARY KEY,
  family TEXT NOT NULL,               -- as it was typed
  words TEXT NOT NULL,                -- name=value, each behind it U+001E
  made_at TEXT NOT NULL               -- moment
) STRICT;

-- Browsers that have logged in.
CREATE TABLE IF NOT EXISTS session (
  cookie_digest TEXT PRIMARY KEY,     -- SHA-256 of the cookie, hex: who reads this file cannot log in with it
  made_s INTEGER NOT NULL,            -- seconds of UTC
  until_s INTEGER NOT NULL
) STRICT;

-- Work that takes longer than a page may: what it is, how far it is, what came of it.
CREATE TABLE IF NOT EXISTS job (
  number INTEGER PRIMARY KEY,
  what TEXT NOT NULL,                 -- of the table of actions: 'import'
  lang TEXT NOT NULL,                 -- language of the result
  made_at TEXT NOT NULL,              -- moment
  ended_at TEXT,                      -- moment; NULL = under way
  outcome TEXT NOT NULL,              -- running, done (with or without faults), failed, stopped, lost
  stage TEXT NOT NULL,                -- English text of what is being done; '' = nothing yet
  done INTEGER NOT NULL,              -- of total, in the unit of the stage
  total INTEGER NOT NULL,             -- 0 = not known
  result TEXT,                        -- JSON as the command gives it, or {"error":...}; NULL while running
  marked BLOB                         -- workbook with marked cells, where there were faults in tables
) STRICT;

-- Copies of the workspace that were made: what is erased here must be erased there (D18).
CREATE TABLE IF NOT EXISTS backup (
  path TEXT PRIMARY KEY,              -- absolute
  made_at TEXT NOT NULL               -- moment
) STRICT;
