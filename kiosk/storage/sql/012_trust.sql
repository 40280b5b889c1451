-- The optional question after the topics: whether the citizen trusts that the case is handled lawfully
-- and fairly. Skipped: no row.
CREATE TABLE rating_trust (
  rating_id TEXT PRIMARY KEY REFERENCES rating (rating_id),
  trusts INTEGER NOT NULL CHECK (trusts IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rating_trust_changes AFTER INSERT ON rating_trust
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (SELECT day, centre_id FROM rating WHERE rating_id = new.rating_id);
END;

-- From which day on it was asked, or no longer: the last row up to a day tells. None: never asked.
CREATE TABLE trust_asked (
  day TEXT NOT NULL,
  number INTEGER NOT NULL,                     -- of that day's changes
  is_asked INTEGER NOT NULL CHECK (is_asked IN (0, 1)),
  PRIMARY KEY (day, number)
) STRICT, WITHOUT ROWID;
