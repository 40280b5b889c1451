-- Tokens that tie an answer to a finished service. The token is printed or shown and kept nowhere;
-- its keyed digest leads to the service, and to no rating. Deleted once no answer can come any more.
CREATE TABLE receipt (
  token_digest TEXT PRIMARY KEY CHECK (length(token_digest) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('receipt', 'offer')),  -- a slip, or a tablet's screen
  service_id TEXT NOT NULL REFERENCES service,
  UNIQUE (service_id, kind)
) STRICT, WITHOUT ROWID;

-- By which ways a service's person was asked, without the time.
CREATE TABLE service_offered (
  service_id TEXT NOT NULL REFERENCES service,
  channel TEXT NOT NULL CHECK (channel IN ('tablet', 'phone')),
  PRIMARY KEY (service_id, channel)
) STRICT, WITHOUT ROWID;

-- By which way the answer came; null: before this was kept.
ALTER TABLE service_answered ADD COLUMN channel TEXT CHECK (channel IN ('tablet', 'phone'));

-- What the one-stop system has corrected since; the last row of a service holds.
CREATE TABLE service_correction (
  service_id TEXT NOT NULL REFERENCES service,
  number INTEGER NOT NULL,                     -- 1, 2, … in the order of recording
  due_day TEXT,
  overdue INTEGER NOT NULL CHECK (overdue IN (0, 1)),
  petitioned INTEGER NOT NULL CHECK (petitioned IN (0, 1)),
  outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'refused', 'returned')),
  channel TEXT NOT NULL CHECK (channel IN ('counter', 'online', 'post')),
  officer_id TEXT REFERENCES officer,
  reason TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (service_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER service_correction_changes AFTER INSERT ON service_correction
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (
    SELECT finished_day, coalesce(centre_id, receiving_unit_id)
    FROM service WHERE service_id = new.service_id);
END;
CREATE TRIGGER service_offered_changes AFTER INSERT ON service_offered
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (
    SELECT finished_day, coalesce(centre_id, receiving_unit_id)
    FROM service WHERE service_id = new.service_id);
END;

-- Other systems that speak to this one, and what each of their keys opens.
CREATE TABLE system (
  system_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose a service is: the first system that announced it.
CREATE TABLE service_sender (
  service_id TEXT PRIMARY KEY REFERENCES service,
  system_id TEXT NOT NULL REFERENCES system
) STRICT, WITHOUT ROWID;

CREATE TABLE system_key (
  key_digest TEXT PRIMARY KEY,                 -- the key itself is shown once and kept nowhere
  system_id TEXT NOT NULL REFERENCES system,
  scopes TEXT NOT NULL,                        -- words separated by spaces
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- From when a key opens nothing; of several rows the earliest holds.
CREATE TABLE system_key_end (
  key_digest TEXT NOT NULL REFERENCES system_key,
  ends_at TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  PRIMARY KEY (key_digest, ends_at)
) STRICT, WITHOUT ROWID;

-- What they did and how often, without what was in it. Old rows are deleted by `tidy`.
CREATE TABLE system_call (
  call_id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  system_id TEXT NOT NULL REFERENCES system,
  action TEXT NOT NULL,
  items INTEGER NOT NULL,
  refused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX system_call_by_time ON system_call (at);

-- Which tablets have stood at a counter, and which were replaced: asked at each scan of its code.
CREATE INDEX device_place_by_counter ON device_place (counter_id);
CREATE INDEX enrolment_code_by_replaced ON enrolment_code (replaces) WHERE replaces IS NOT NULL;

-- What a tablet shows: the question, or, as a counter's second screen, the code for phones alone.
ALTER TABLE device_contact ADD COLUMN shows TEXT NOT NULL DEFAULT 'question'
  CHECK (shows IN ('question', 'code'));
