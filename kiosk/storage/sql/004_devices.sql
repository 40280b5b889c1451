-- Tablets: who they are, where they stood, and what of theirs has arrived. The public keys are
-- theirs alone; the private ones never leave them.

CREATE TABLE enrolment_code (
  code_digest TEXT PRIMARY KEY,                -- the code itself is shown once and kept nowhere
  counter_id TEXT NOT NULL REFERENCES counter,
  replaces TEXT REFERENCES device,             -- the tablet whose place the new one takes
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  device_id TEXT PRIMARY KEY,                  -- 'T1-K3P', 'T2-9QX', … as the label on its back says
  code_digest TEXT NOT NULL UNIQUE REFERENCES enrolment_code,   -- so a code serves once
  enrolled_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_key (
  device_id TEXT NOT NULL REFERENCES device,
  key_id TEXT NOT NULL,                        -- 16 hexadecimal digits of the key's own digest
  number INTEGER NOT NULL,                     -- 1, 2, … in the order of recording
  public_key TEXT NOT NULL,                    -- P-256, uncompressed point, base64url
  valid_from TEXT NOT NULL,                    -- an older key holds on for a while: see device_keys.py
  PRIMARY KEY (device_id, key_id),
  UNIQUE (device_id, number)
) STRICT, WITHOUT ROWID;

-- What a browser was before it was paired anew, as the former key has signed.
CREATE TABLE device_former (
  device_id TEXT NOT NULL REFERENCES device,
  former_id TEXT NOT NULL REFERENCES device,
  PRIMARY KEY (device_id, former_id),
  CHECK (device_id <> former_id)
) STRICT, WITHOUT ROWID;

-- Where it stands, from an instant on. A move adds a row; the past keeps its counter.
CREATE TABLE device_place (
  device_id TEXT NOT NULL REFERENCES device,
  number INTEGER NOT NULL,                     -- 1, 2, … in the order of recording
  counter_id TEXT NOT NULL REFERENCES counter,
  since TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (device_id, number)
) STRICT, WITHOUT ROWID;

-- What was said of it; the last word holds.
CREATE TABLE device_mark (
  device_id TEXT NOT NULL REFERENCES device,
  number INTEGER NOT NULL,
  mark TEXT NOT NULL CHECK (mark IN ('revoked', 'cloned', 'active')),
  reason TEXT NOT NULL,
  marked_at TEXT NOT NULL,
  marked_by TEXT NOT NULL,
  PRIMARY KEY (device_id, number)
) STRICT, WITHOUT ROWID;

-- The last contact of each tablet, written over by the next one.
CREATE TABLE device_contact (
  device_id TEXT PRIMARY KEY REFERENCES device,
  contact INTEGER NOT NULL,                    -- its own count of contacts
  seen_at TEXT NOT NULL,
  clock_offset_seconds REAL NOT NULL,          -- our clock less its clock
  last_sequence INTEGER NOT NULL,              -- the highest number it has given out
  steady_from INTEGER NOT NULL,                -- its clock has jumped since it gave out lower ones
  queued INTEGER NOT NULL,
  oldest_seconds REAL,                         -- age of the oldest unsent entry; null: none
  battery_percent INTEGER,                     -- null: the browser does not tell
  charging INTEGER CHECK (charging IN (0, 1)),
  storage TEXT NOT NULL CHECK (storage IN ('persistent', 'best-effort', 'none')),
  release TEXT NOT NULL,
  late INTEGER NOT NULL                        -- entries that came a day or more after their press
) STRICT, WITHOUT ROWID;

-- The numbers that have arrived, as ranges without gaps. Which rating had which number is not
-- kept: it would tell who came when.
CREATE TABLE device_sequence (
  device_id TEXT NOT NULL REFERENCES device,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (device_id, first),
  CHECK (first BETWEEN 1 AND last)
) STRICT, WITHOUT ROWID;

-- What a tablet delivered and the record cannot take as a rating: kept for review. The name is a
-- keyed digest of tablet, number and rating, so that it tells an entry that comes again and not the
-- order in which citizens came.
CREATE TABLE quarantine (
  name TEXT PRIMARY KEY CHECK (length(name) = 64),
  device_id TEXT NOT NULL,                     -- whose seal it bears, perhaps a stranger's
  sender_id TEXT NOT NULL,                     -- who delivered it
  rating_id TEXT NOT NULL,
  body TEXT NOT NULL,                          -- JSON; sealed, where it could not be opened
  day TEXT NOT NULL,                           -- when it arrived
  cause TEXT NOT NULL                          -- an error's code
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_of_sender ON quarantine (sender_id, day);

-- Which of those have been taken into the record since, when their cause was mended.
CREATE TABLE quarantine_settled (
  name TEXT PRIMARY KEY REFERENCES quarantine,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
