-- state.db: what the statements of the record say, laid out for questions.
--
-- Everything here is a function of log, said, doc, batch and peers: it may be deleted, `aktsom rebuild` makes
-- it again, equal.  No clock, no local path, no factor table.  This file holds the tables that are the same
-- for every family; famgen writes behind them one table a family and one a list or lines field.
-- Moments are UTC text YYYY-MM-DDThh:mm:ssZ.  Digests in TEXT are 64 lower-case hex digits.
-- An index that is not marked `used while writing` may be made last, when a whole state is written at once.
-- A table with a column `audience` is only read through @current or @visible (docs/sql.md).

-- How far the state has come; one row.
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  applied_size INTEGER NOT NULL,        -- entries of the own log that are applied
  root TEXT NOT NULL,                   -- root of the own log at that size
  schema_digest TEXT NOT NULL           -- family_schema_digest of the program that made it; another one: rebuild
) STRICT;

-- The logs whose entries are applied; 0 is the own one.
CREATE TABLE log_origin (
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Whatever something is said about or refers to.
CREATE TABLE subject (
  n INTEGER PRIMARY KEY,                -- in order of first appearance
  id TEXT NOT NULL,                     -- scheme:value; unique
  canon INTEGER NOT NULL,               -- n of the one that stands for all that `same` joins; itself if alone
  kind INTEGER NOT NULL                 -- index of the family it is a subject of; -1 = only referred to so far
) STRICT;
CREATE UNIQUE INDEX subject_id_ix ON subject (id);
CREATE INDEX subject_canon_ix ON subject (canon); -- used while writing
CREATE INDEX subject_joined_ix ON subject (n) WHERE canon <> n; -- few of many

-- Every entry, shown or not.  What is withheld or erased has a row here only.
CREATE TABLE statement (
  sid INTEGER PRIMARY KEY,              -- order of application, local
  leaf BLOB NOT NULL,                   -- leaf hash, 32 bytes: the statement's id; unique
  log INTEGER NOT NULL,                 -- log_origin.n
  idx INTEGER NOT NULL,                 -- place in that log
  family INTEGER,                       -- index of the family; NULL = withheld or erased
  subject INTEGER,                      -- subject.n; NULL as above
  said_by INTEGER,                      -- whose word; NULL as above
  signer INTEGER NOT NULL,              -- subject.n of the party whose key signed
  act INTEGER NOT NULL,                 -- sid of the first statement of the commit it came in
  content BLOB,                         -- digest of what is said, for 'unchanged'; NULL as above
  said_on TEXT,
  logged_s INTEGER NOT NULL,            -- when it was recorded, seconds since 1970
  audience INTEGER,                     -- NULL = withheld or erased: nobody reads it through @visible
  shown INTEGER NOT NULL,               -- 0 withheld, 1 shown, 2 erased
  UNIQUE (log, idx)
) STRICT;
CREATE UNIQUE INDEX statement_leaf_ix ON statement (leaf);
CREATE INDEX statement_family_ix ON statement (family) WHERE family IS NOT NULL;
CREATE INDEX statement_subject_ix ON statement (subject, family) WHERE subject IS NOT NULL;
CREATE INDEX statement_act_ix ON statement (act); -- used while writing

-- Which received bundles hold an entry of another log: its words are what they show together.
CREATE TABLE received_entry (
  leaf BLOB NOT NULL,
  received INTEGER NOT NULL,            -- sid of the statement `received`
  PRIMARY KEY (leaf, received)
) STRICT, WITHOUT ROWID;

-- Numbers that signers of other logs gave their entries: two of one number are a fraud, in whichever bundles they came.
CREATE TABLE foreign_counter (
  log INTEGER NOT NULL,                 -- log_origin.n
  kid BLOB NOT NULL,                    -- of the signer's key, 32 bytes
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  PRIMARY KEY (log, kid, seq)
) STRICT, WITHOUT ROWID;

-- How many statements of a family are shown to whom; those that name their readers are counted where asked.
CREATE TABLE held (
  family INTEGER NOT NULL,
  reach INTEGER NOT NULL,               -- audience of these statements, 0 .. 3
  statements INTEGER NOT NULL,
  PRIMARY KEY (family, reach)
) STRICT, WITHOUT ROWID;

-- Who sees a statement whose audience is 4, named.
CREATE TABLE audience_name (
  sid INTEGER NOT NULL,
  party INTEGER NOT NULL,               -- subject.n
  PRIMARY KEY (sid, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_name_party_ix ON audience_name (party);

-- The head's src: what a statement rests on outside the record or as one of its documents.
CREATE TABLE source (
  sid INTEGER NOT NULL,
  line INTEGER NOT NULL,                -- 0-based
  audience INTEGER NOT NULL,            -- of the statement
  document TEXT,                        -- digest
  citation TEXT,
  page TEXT,
  url TEXT,
  year INTEGER,
  PRIMARY KEY (sid, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_document_ix ON source (document) WHERE document IS NOT NULL;

-- The head's in: statements taken as input.
CREATE TABLE based_on (
  sid INTEGER NOT NULL,
  line INTEGER NOT NULL,
  audience INTEGER NOT NULL,
  leaf BLOB NOT NULL,                   -- may stand in a log we do not have
  PRIMARY KEY (sid, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX based_on_leaf_ix ON based_on (leaf);

-- Search: folded words of names, titles and ids, found by prefix as a range; never of apart or sealed fields.
CREATE TABLE word (
  word TEXT NOT NULL,
  subject INTEGER NOT NULL,
  weight INTEGER NOT NULL,              -- 3 id, 2 name or title, 1 the rest
  audience INTEGER NOT NULL,
  sid INTEGER NOT NULL,                 -- where it was said
  PRIMARY KEY (word, subject, weight, sid)
) STRICT, WITHOUT ROWID;

-- What is due: open_from <= D < open_until.  Written when a statement is applied; no clock runs.
CREATE TABLE duty (
  sid INTEGER NOT NULL,                 -- the statement it follows from
  line INTEGER NOT NULL,                -- which duty of that statement
  audience INTEGER NOT NULL,
  case_n INTEGER,                       -- subject.n of the case or thing it belongs to
  duty TEXT NOT NULL,                   -- code of what is to be done
  who INTEGER,                          -- subject.n of the party that must act; NULL = the own one
  due_on TEXT NOT NULL,
  due_on_prec INTEGER NOT NULL,
  open_from TEXT NOT NULL,
  open_until TEXT,                      -- when something closed it; NULL = open
  PRIMARY KEY (sid, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_due_ix ON duty (due_on);
