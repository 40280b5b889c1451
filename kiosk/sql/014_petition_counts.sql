-- Matters are counted by the weeks in which they were left and in which their answer was due: so that
-- whoever counts knows which weeks to count anew. The inspector's matters announce nothing.
CREATE TRIGGER petition_changes AFTER INSERT ON petition WHEN new.chain = 'local'
BEGIN
  INSERT INTO change (day, place_id, version) VALUES (new.left_day, new.centre_id, 1)
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
  INSERT INTO change (day, place_id, version) VALUES (new.due_day, new.centre_id, 1)
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER petition_event_changes AFTER INSERT ON petition_event
WHEN new.kind IN ('replied', 'closed')
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (
    SELECT due_day, centre_id FROM petition
    WHERE petition_id = new.petition_id AND chain = 'local');
END;
CREATE TRIGGER petition_outcome_changes AFTER INSERT ON petition_outcome
BEGIN
  UPDATE change SET version = version + 1
  WHERE (day, place_id) = (
    SELECT due_day, centre_id FROM petition
    WHERE petition_id = new.petition_id AND chain = 'local');
END;

-- Those that were left before.
INSERT INTO change (day, place_id, version)
SELECT DISTINCT day, centre_id, 1
FROM (
  SELECT left_day AS day, centre_id FROM petition WHERE chain = 'local'
  UNION
  SELECT due_day, centre_id FROM petition WHERE chain = 'local'
)
WHERE true
ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
