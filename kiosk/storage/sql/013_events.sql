-- What happened that may move a figure: shown beside the weekly charts, counted nowhere.
CREATE TABLE event (
  event_id TEXT PRIMARY KEY CHECK (length(event_id) = 32),
  day TEXT NOT NULL,
  unit_id TEXT REFERENCES unit,                -- null: the whole province
  procedure_id TEXT REFERENCES procedure,      -- null: whatever the procedure
  kind TEXT NOT NULL,
  text TEXT NOT NULL CHECK (length(text) > 0),
  text_en TEXT,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_withdrawal (
  event_id TEXT PRIMARY KEY REFERENCES event,
  withdrawn_at TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX event_by_day ON event (day);
