-- Matters are counted by the weeks in which they were left and in which their answer was due. What happens
-- to one is announced on the day it happens, or on the due day once that is past: never on a day to come,
-- whose week is counted when it comes. The inspector's matters announce nothing.
CREATE TRIGGER petition_changes AFTER INSERT ON petition WHEN new.chain = 'local'
BEGIN
  INSERT INTO change (day, place_id, version) VALUES (new.left_day, new.centre_id, 1)
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER petition_event_changes AFTER INSERT ON petition_event
WHEN new.kind IN ('replied', 'closed')
BEGIN
  INSERT INTO change (day, place_id, version)
  SELECT min(due_day, date(new.at, '+7 hours')), centre_id, 1
  FROM petition
  WHERE petition_id = new.petition_id AND chain = 'local'
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER petition_outcome_changes AFTER INSERT ON petition_outcome
BEGIN
  INSERT INTO change (day, place_id, version)
  SELECT min(due_day, new.rated_day), centre_id, 1
  FROM petition
  WHERE petition_id = new.petition_id AND chain = 'local'
  ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
END;

-- Those that were left before.
INSERT INTO change (day, place_id, version)
SELECT DISTINCT left_day, centre_id, 1
FROM petition
WHERE chain = 'local'
ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1;
