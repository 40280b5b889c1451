-- What happened. These tables only grow: see APPEND_ONLY in migrations.py, whose triggers hold it.

CREATE TABLE duty (
  duty_id TEXT PRIMARY KEY,
  counter_id TEXT NOT NULL REFERENCES counter,
  officer_id TEXT REFERENCES officer,          -- null: nobody (a correction that cancels)
  starts_at TEXT NOT NULL,
  ends_at TEXT,                                -- null: until further notice
  source TEXT NOT NULL CHECK (source IN ('roster', 'sign_on', 'correction')),
  replaces TEXT REFERENCES duty,
  reason TEXT,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  CHECK (ends_at IS NULL OR ends_at > starts_at),
  CHECK (replaces IS NULL OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_at_counter ON duty (counter_id, starts_at);
CREATE UNIQUE INDEX duty_replaced ON duty (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE service (
  service_id TEXT PRIMARY KEY,                 -- the dossier code
  iso_week TEXT NOT NULL,                      -- of finished_day
  finished_day TEXT NOT NULL,
  received_day TEXT NOT NULL,
  due_day TEXT,
  overdue INTEGER NOT NULL CHECK (overdue IN (0, 1)),
  petitioned INTEGER NOT NULL CHECK (petitioned IN (0, 1)),
  outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'refused', 'returned')),
  channel TEXT NOT NULL CHECK (channel IN ('counter', 'online', 'post')),
  procedure_id TEXT NOT NULL REFERENCES procedure,
  receiving_unit_id TEXT NOT NULL REFERENCES unit,
  resolving_unit_id TEXT NOT NULL REFERENCES unit,
  centre_id TEXT REFERENCES centre,
  counter_id TEXT REFERENCES counter,
  officer_id TEXT REFERENCES officer,
  CHECK ((counter_id IS NULL) = (centre_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX service_by_week ON service (iso_week);
CREATE INDEX service_at_counter ON service (counter_id, finished_day, procedure_id);

-- Which services were answered, but not by which rating.
CREATE TABLE service_answered (
  service_id TEXT PRIMARY KEY REFERENCES service
) STRICT, WITHOUT ROWID;

-- The week comes first in the key so that a week is one range to read; inside a week the
-- order is that of random identifiers, which tells nothing about who came when.
CREATE TABLE rating (
  rating_id TEXT NOT NULL UNIQUE CHECK (length(rating_id) = 32),
  iso_week TEXT NOT NULL,
  day TEXT NOT NULL,
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  unit_id TEXT NOT NULL REFERENCES unit,       -- the receiving unit
  centre_id TEXT NOT NULL REFERENCES centre,
  counter_id TEXT NOT NULL REFERENCES counter,
  officer_id TEXT REFERENCES officer,
  officer_by TEXT CHECK (officer_by IN ('service', 'duty')),
  procedure_id TEXT REFERENCES procedure,
  procedure_by TEXT CHECK (procedure_by IN ('service', 'counter', 'citizen')),
  channel TEXT NOT NULL CHECK (channel IN ('tablet', 'phone')),
  tier TEXT NOT NULL CHECK (tier IN ('receipt', 'rotating', 'tablet', 'poster')),
  satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
  rule TEXT,                                   -- why it is not counted; null: counted
  user_kind TEXT CHECK (user_kind IN ('citizen', 'business')),
  service_week TEXT,                           -- null: not tied to a finished service
  service_failed INTEGER CHECK (service_failed IN (0, 1)),
  resolving_unit_id TEXT REFERENCES unit,
  PRIMARY KEY (iso_week, rating_id),
  CHECK ((officer_id IS NULL) = (officer_by IS NULL)),
  CHECK ((procedure_id IS NULL) = (procedure_by IS NULL)),
  CHECK ((service_week IS NULL) = (service_failed IS NULL)),
  CHECK ((service_week IS NULL) = (resolving_unit_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_by_service_week ON rating (service_week) WHERE service_week IS NOT NULL;

CREATE TABLE rating_procedure (
  rating_id TEXT PRIMARY KEY REFERENCES rating (rating_id),
  procedure_id TEXT NOT NULL REFERENCES procedure
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_reason (
  rating_id TEXT NOT NULL REFERENCES rating (rating_id),
  reason_code TEXT NOT NULL REFERENCES reason,
  PRIMARY KEY (rating_id, reason_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_comment (
  rating_id TEXT PRIMARY KEY REFERENCES rating (rating_id),
  comment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Submissions that contradict one already stored: kept for review, counted nowhere.
CREATE TABLE set_aside (
  rating_id TEXT NOT NULL,
  body TEXT NOT NULL,
  day TEXT NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (rating_id, body)
) STRICT, WITHOUT ROWID;

-- What has changed since analytics last looked, kept by triggers so that no path forgets it; but
-- ratings, which have one door, are announced there, once for all that come together.
-- place_id is the centre, or the receiving unit of a service in which no counter took part.
CREATE TABLE change (
  day TEXT NOT NULL,
  place_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (day, place_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rating_procedure_changes AFTER INSERT ON rating_procedure
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (SELECT day, centre_id FROM rating WHERE rating_id = new.rating_id);
END;
CREATE TRIGGER rating_reason_changes AFTER INSERT ON rating_reason
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (SELECT day, centre_id FROM rating WHERE rating_id = new.rating_id);
END;
CREATE TRIGGER service_changes AFTER INSERT ON service
BEGIN
  INSERT INTO change (day, place_id, version)
  VALUES (new.finished_day, coalesce(new.centre_id, new.receiving_unit_id), 1)
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER service_answered_changes AFTER INSERT ON service_answered
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (
    SELECT finished_day, coalesce(centre_id, receiving_unit_id)
    FROM service WHERE service_id = new.service_id);
END;

CREATE TRIGGER change_only_grows BEFORE UPDATE ON change
WHEN new.version <= old.version OR new.day <> old.day OR new.place_id <> old.place_id
BEGIN SELECT RAISE(ABORT, 'a version only grows'); END;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'change: nothing is ever deleted'); END;
