-- Matters that citizens leave to be followed up, by a code that only they hold. Nothing here names
-- a rating, and nothing names a person.
CREATE TABLE petition (
  petition_id TEXT PRIMARY KEY CHECK (length(petition_id) = 32),
  code_digest TEXT NOT NULL UNIQUE CHECK (length(code_digest) = 64),
  centre_id TEXT NOT NULL REFERENCES centre,
  counter_id TEXT REFERENCES counter,
  topic TEXT NOT NULL,                         -- of the reasons, or 'harassment'
  chain TEXT NOT NULL CHECK (chain IN ('local', 'inspector')),
  body TEXT NOT NULL,                          -- masked before it was stored
  left_day TEXT NOT NULL,
  due_day TEXT NOT NULL,
  CHECK ((topic = 'harassment') = (chain = 'inspector'))
) STRICT, WITHOUT ROWID;
CREATE INDEX petition_by_due_day ON petition (chain, due_day);

-- What happened to it; the last row of a kind holds.
CREATE TABLE petition_event (
  petition_id TEXT NOT NULL REFERENCES petition,
  number INTEGER NOT NULL,                     -- 1, 2, … in the order of recording
  kind TEXT NOT NULL CHECK (kind IN ('owned', 'escalated', 'noted', 'replied', 'closed')),
  text TEXT,                                   -- a reply or a reason is shown to the citizen, a note is not
  owner_id TEXT REFERENCES user,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (petition_id, number)
) STRICT, WITHOUT ROWID;

-- What its author says of the outcome, once.
CREATE TABLE petition_outcome (
  petition_id TEXT PRIMARY KEY REFERENCES petition,
  satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
  rated_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
