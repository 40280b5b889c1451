-- How many presses at a counter on a day had something odd about them, and in whose name: counts that
-- exclude nothing and are for review. Which rating it was is not kept: see integrity/watch.py.
CREATE TABLE press_mark (
  day TEXT NOT NULL,
  counter_id TEXT NOT NULL REFERENCES counter,
  officer_id TEXT NOT NULL DEFAULT '',         -- '': the rating names nobody
  mark TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (day, counter_id, officer_id, mark)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER press_mark_only_grows BEFORE UPDATE ON press_mark
WHEN new.n <= old.n OR new.day <> old.day OR new.counter_id <> old.counter_id
  OR new.officer_id <> old.officer_id OR new.mark <> old.mark
BEGIN SELECT RAISE(ABORT, 'press_mark: counts only grow'); END;
CREATE TRIGGER press_mark_no_delete BEFORE DELETE ON press_mark
BEGIN SELECT RAISE(ABORT, 'press_mark: nothing is ever deleted'); END;

-- Hours of a day at a counter whose ratings are void, as one person asked and another decided.
CREATE TABLE void_request (
  void_id TEXT PRIMARY KEY CHECK (length(void_id) = 32),
  counter_id TEXT NOT NULL REFERENCES counter,
  day TEXT NOT NULL,
  first_hour INTEGER NOT NULL CHECK (first_hour BETWEEN 0 AND 23),
  last_hour INTEGER NOT NULL CHECK (last_hour BETWEEN first_hour AND 23),  -- still in it
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  lifts TEXT REFERENCES void_request,          -- this one asks that an earlier one be over
  requested_at TEXT NOT NULL,
  requested_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE void_decision (
  void_id TEXT PRIMARY KEY REFERENCES void_request,
  is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER void_decision_by_another BEFORE INSERT ON void_decision
WHEN new.decided_by = (SELECT requested_by FROM void_request WHERE void_id = new.void_id)
BEGIN SELECT RAISE(ABORT, 'void_decision: it takes a second person'); END;
CREATE INDEX void_request_by_counter ON void_request (counter_id, day);
CREATE INDEX void_request_by_lifted ON void_request (lifts) WHERE lifts IS NOT NULL;
