-- Reference data. Each kind has an identity table, which other tables refer to, and a
-- version table that only ever grows: a row says what holds from valid_from until the
-- next row of the same item; a row with retired = 1 says that the item ends there.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (unit_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE centre (centre_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE field (field_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE counter (counter_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE procedure (procedure_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE officer (officer_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE unit_version (
  unit_id TEXT NOT NULL REFERENCES unit,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('province', 'department', 'commune')),
  parent_id TEXT REFERENCES unit,
  successor_id TEXT REFERENCES unit,
  PRIMARY KEY (unit_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE centre_version (
  centre_id TEXT NOT NULL REFERENCES centre,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit,
  PRIMARY KEY (centre_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE field_version (
  field_id TEXT NOT NULL REFERENCES field,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  name_en TEXT,
  PRIMARY KEY (field_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter_version (
  counter_id TEXT NOT NULL REFERENCES counter,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  centre_id TEXT NOT NULL REFERENCES centre,
  field_id TEXT REFERENCES field,
  PRIMARY KEY (counter_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE procedure_version (
  procedure_id TEXT NOT NULL REFERENCES procedure,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  name_en TEXT,
  folded TEXT NOT NULL,                -- lower case without diacritics: what search reads
  field_id TEXT REFERENCES field,
  authority TEXT CHECK (authority IN ('commune', 'province', 'ministry')),
  raw_code TEXT NOT NULL,              -- as the source wrote it; procedure_id is its national code
  successor_id TEXT REFERENCES procedure,
  PRIMARY KEY (procedure_id, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX procedure_of_field ON procedure_version (field_id, procedure_id);

CREATE TABLE officer_version (
  officer_id TEXT NOT NULL REFERENCES officer,
  valid_from TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  name TEXT NOT NULL,
  position TEXT,
  unit_id TEXT NOT NULL REFERENCES unit,
  PRIMARY KEY (officer_id, valid_from)
) STRICT, WITHOUT ROWID;

-- Reasons: a topic is what the citizen sees and reads the same after either answer;
-- with the answer it becomes one of two codes.
CREATE TABLE reason (
  reason_code TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
  element TEXT NOT NULL CHECK (element IN
    ('access', 'procedures', 'officials', 'results', 'feedback')),
  mended_by TEXT NOT NULL,
  position INTEGER NOT NULL,
  topic_vi TEXT NOT NULL,
  topic_en TEXT NOT NULL,
  label_vi TEXT NOT NULL,
  label_en TEXT NOT NULL,
  UNIQUE (topic, satisfied)
) STRICT, WITHOUT ROWID;
