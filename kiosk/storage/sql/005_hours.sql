-- When a centre is open, and who signs on at its counters.

-- A centre's week, from a day on; all rows of the newest valid_from, and of its greatest number,
-- hold together, so that a week mistyped can be put right. A weekday without a row is closed. A
-- centre without any row is always open, and is so again from a day whose only row is of weekday 0.
CREATE TABLE opening (
  centre_id TEXT NOT NULL REFERENCES centre,
  valid_from TEXT NOT NULL,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),     -- Monday is 1
  opens TEXT NOT NULL CHECK (opens GLOB '[0-2][0-9]:[0-5][0-9]'),
  closes TEXT NOT NULL CHECK (closes GLOB '[0-2][0-9]:[0-5][0-9]'),
  number INTEGER NOT NULL DEFAULT 1,           -- 1, 2, … in the order of recording
  PRIMARY KEY (centre_id, valid_from, number, weekday, opens),
  CHECK (opens < closes)
) STRICT, WITHOUT ROWID;

-- Days unlike their weekday; the last word on a day holds, a centre's own before that for all.
CREATE TABLE special_day (
  day TEXT NOT NULL,
  centre_id TEXT NOT NULL DEFAULT '',          -- '': every centre
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'working', 'as_usual')),
  as_weekday INTEGER CHECK (as_weekday BETWEEN 1 AND 7),        -- whose hours a working day has
  name TEXT NOT NULL,
  name_en TEXT,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (day, centre_id, number),
  CHECK ((kind = 'working') = (as_weekday IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- An officer's personal code for signing on: only its digest is here.
CREATE TABLE badge (
  badge_digest TEXT PRIMARY KEY,
  officer_id TEXT NOT NULL REFERENCES officer,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  ended_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX badge_of_officer ON badge (officer_id);

-- Of ten years of duties at a counter, the few that end after an instant; '~' sorts after any.
CREATE INDEX duty_until ON duty (counter_id, coalesce(ends_at, '~'));
CREATE INDEX duty_of_officer ON duty (officer_id, coalesce(ends_at, '~'));

ALTER TABLE user ADD COLUMN officer_id TEXT REFERENCES officer;
