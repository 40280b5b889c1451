-- The contract with analytics: nothing else of the record is read outside kiosk/.
-- A published view never changes its meaning; a new meaning is a new number.

-- Hours that two people have declared void, unless two have lifted that again.
CREATE VIEW void_hours AS
SELECT v.counter_id, v.day, v.first_hour, v.last_hour
FROM void_request AS v
JOIN void_decision AS d ON d.void_id = v.void_id AND d.is_confirmed = 1
WHERE v.lifts IS NULL
  AND NOT EXISTS (
    SELECT 1
    FROM void_request AS l
    JOIN void_decision AS e ON e.void_id = l.void_id AND e.is_confirmed = 1
    WHERE l.lifts = v.void_id);

CREATE VIEW ratings_v1 AS
SELECT
  r.rating_id,
  r.iso_week,
  r.day,
  r.hour,
  r.unit_id,
  r.centre_id,
  r.counter_id,
  r.officer_id,
  r.officer_by,
  coalesce(r.procedure_id, p.procedure_id) AS procedure_id,
  coalesce(r.procedure_by, iif(p.procedure_id IS NULL, NULL, 'citizen')) AS procedure_by,
  r.channel,
  r.tier,
  r.satisfied,
  coalesce(r.rule, (
    SELECT 'void'
    FROM void_hours AS v
    WHERE v.counter_id = r.counter_id AND v.day = r.day
      AND r.hour BETWEEN v.first_hour AND v.last_hour
    LIMIT 1)) AS rule,
  r.user_kind,
  r.service_week,
  r.service_failed,
  r.resolving_unit_id,
  -- where its service was done; null too where no counter took part: see kiosk/catalogue/remote.py
  iif(r.service_week IS NULL OR substr(r.counter_id, -7) = '~remote', NULL, r.centre_id)
    AS service_centre_id,
  iif(r.service_week IS NULL OR substr(r.counter_id, -7) = '~remote', NULL, r.counter_id)
    AS service_counter_id,
  substr(r.day, 1, 7) AS month,
  CAST(julianday(r.day) + 0.5 AS INTEGER) % 7 + 1 AS weekday,
  -- one from before it was kept: the month of the answer
  iif(r.service_week IS NULL, NULL, coalesce(r.service_month, substr(r.day, 1, 7)))
    AS service_month,
  r.service_overdue,
  r.service_ending
FROM rating AS r
LEFT JOIN rating_procedure AS p ON p.rating_id = r.rating_id;

-- What is known of each finished service now: as it was announced, with its last correction.
CREATE VIEW services_v1 AS
SELECT
  s.service_id, s.iso_week, s.finished_day, s.received_day,
  iif(c.number IS NULL, s.due_day, c.due_day) AS due_day,
  coalesce(c.overdue, s.overdue) AS overdue,
  coalesce(c.petitioned, s.petitioned) AS petitioned,
  coalesce(c.outcome, s.outcome) AS outcome,
  coalesce(c.channel, s.channel) AS channel,
  s.procedure_id, s.receiving_unit_id, s.resolving_unit_id, s.centre_id, s.counter_id,
  iif(c.number IS NULL, s.officer_id, c.officer_id) AS officer_id,
  substr(s.finished_day, 1, 7) AS month,
  iif(c.number IS NULL, s.visits, c.visits) AS visits
FROM service AS s
LEFT JOIN service_correction AS c ON c.service_id = s.service_id AND c.number = (
  SELECT max(number) FROM service_correction WHERE service_id = s.service_id);

-- Who was asked and who answered: one row for each finished service, without its name.
CREATE VIEW responses_v1 AS
SELECT
  s.iso_week, s.finished_day, s.centre_id, s.counter_id, s.receiving_unit_id, s.procedure_id,
  coalesce(c.outcome, s.outcome) AS outcome,
  coalesce(c.channel, s.channel) AS channel,
  t.service_id IS NOT NULL AS offered_on_tablet,
  p.service_id IS NOT NULL AS offered_on_phone,
  a.service_id IS NOT NULL AS answered,
  a.channel AS answered_on,
  substr(s.finished_day, 1, 7) AS month
FROM service AS s
LEFT JOIN service_offered AS t ON t.service_id = s.service_id AND t.channel = 'tablet'
LEFT JOIN service_offered AS p ON p.service_id = s.service_id AND p.channel = 'phone'
LEFT JOIN service_answered AS a ON a.service_id = s.service_id
LEFT JOIN service_correction AS c ON c.service_id = s.service_id AND c.number = (
  SELECT max(number) FROM service_correction WHERE service_id = s.service_id);

CREATE VIEW reasons_v1 AS
SELECT g.rating_id, g.reason_code, c.topic, c.satisfied, c.element, c.mended_by
FROM rating_reason AS g
JOIN reason AS c ON c.reason_code = g.reason_code;

-- What citizens answered to the optional question of trust; who skipped it has no row.
CREATE VIEW trust_v1 AS
SELECT rating_id, trusts
FROM rating_trust;

-- From which day on that question was asked, or no longer, in this order.
CREATE VIEW trust_asked_v1 AS
SELECT day, number, is_asked
FROM trust_asked;

CREATE VIEW reason_codes_v1 AS
SELECT reason_code, topic, satisfied, element, mended_by, position, label_vi, label_en
FROM reason;

CREATE VIEW units_v1 AS
SELECT unit_id, valid_from, valid_to, name, kind, parent_id
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY unit_id ORDER BY valid_from) AS valid_to
  FROM unit_version
)
WHERE retired = 0;

CREATE VIEW centres_v1 AS
SELECT centre_id, valid_from, valid_to, name, unit_id
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY centre_id ORDER BY valid_from) AS valid_to
  FROM centre_version
)
WHERE retired = 0;

CREATE VIEW fields_v1 AS
SELECT field_id, valid_from, valid_to, name, name_en
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY field_id ORDER BY valid_from) AS valid_to
  FROM field_version
)
WHERE retired = 0;

CREATE VIEW counters_v1 AS
SELECT counter_id, valid_from, valid_to, name, centre_id, field_id
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY counter_id ORDER BY valid_from) AS valid_to
  FROM counter_version
)
WHERE retired = 0;

CREATE VIEW procedures_v1 AS
SELECT procedure_id, valid_from, valid_to, name, name_en, folded, field_id, authority, raw_code
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY procedure_id ORDER BY valid_from) AS valid_to
  FROM procedure_version
)
WHERE retired = 0;

CREATE VIEW officers_v1 AS
SELECT officer_id, valid_from, valid_to, name, position, unit_id
FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY officer_id ORDER BY valid_from) AS valid_to
  FROM officer_version
)
WHERE retired = 0;

-- What a review of integrity counts, by day, counter and officer ('' where nobody is named). kind of a
-- rating: the cause it is not counted for, else tied or untied on a tablet, or phone; of a service:
-- granted or denied (refused, returned), and whether it was answered; satisfied is null for these.
CREATE VIEW integrity_v1 AS
SELECT iso_week, day, counter_id, ifnull(officer_id, '') AS officer_id,
       CASE
         WHEN tier = 'poster' THEN 'poster'
         WHEN rule IS NOT NULL THEN rule
         WHEN channel = 'phone' THEN 'phone'
         WHEN service_week IS NULL THEN 'untied'
         ELSE 'tied'
       END AS kind,
       satisfied
FROM ratings_v1
UNION ALL
SELECT s.iso_week, s.finished_day, s.counter_id,
       ifnull(iif(c.number IS NULL, s.officer_id, c.officer_id), ''),
       iif(coalesce(c.outcome, s.outcome) = 'granted', 'granted', 'denied')
         || iif(a.service_id IS NULL, '', ' answered'),
       NULL
FROM service AS s
LEFT JOIN service_answered AS a ON a.service_id = s.service_id
LEFT JOIN service_correction AS c ON c.service_id = s.service_id AND c.number = (
  SELECT max(number) FROM service_correction WHERE service_id = s.service_id)
WHERE s.counter_id IS NOT NULL;

CREATE VIEW press_marks_v1 AS
SELECT day, counter_id, officer_id, mark, n
FROM press_mark;

-- What happened that may move a figure; what was withdrawn is not there.
CREATE VIEW events_v1 AS
SELECT event_id, day, unit_id, procedure_id, kind, text, text_en
FROM event
WHERE event_id NOT IN (SELECT event_id FROM event_withdrawal);

-- The matters that citizens left for follow-up, one row each, without name, text, topic and counter; the
-- inspector's are in no view. Counted by the week in which their answer was due: then it is certain
-- whether it came on time. satisfied: what the author said of the outcome, in said_week.
CREATE VIEW petitions_v1 AS
WITH matter AS (
  SELECT
    p.petition_id, p.left_day, p.due_day, ce.unit_id, o.satisfied, o.rated_day,
    date(p.left_day, '-3 days', 'weekday 4') AS left_thursday,
    date(p.due_day, '-3 days', 'weekday 4') AS due_thursday,
    date(o.rated_day, '-3 days', 'weekday 4') AS said_thursday
  FROM petition AS p
  JOIN centres_v1 AS ce ON ce.centre_id = p.centre_id
    AND ce.valid_from <= p.left_day AND (ce.valid_to IS NULL OR ce.valid_to > p.left_day)
  LEFT JOIN petition_outcome AS o ON o.petition_id = p.petition_id
  WHERE p.chain = 'local'
)
SELECT
  unit_id,
  printf('%s-W%02d', strftime('%Y', left_thursday), (strftime('%j', left_thursday) + 6) / 7)
    AS received_week,
  substr(left_day, 1, 7) AS received_month,
  printf('%s-W%02d', strftime('%Y', due_thursday), (strftime('%j', due_thursday) + 6) / 7)
    AS iso_week,
  substr(due_day, 1, 7) AS month,
  EXISTS (
    SELECT 1 FROM petition_event AS e
    WHERE e.petition_id = matter.petition_id AND e.kind IN ('replied', 'closed')
      AND date(e.at, '+7 hours') <= matter.due_day) AS on_time,
  satisfied,
  iif(rated_day IS NULL, NULL, printf(
    '%s-W%02d', strftime('%Y', said_thursday), (strftime('%j', said_thursday) + 6) / 7)) AS said_week
FROM matter;

-- What citizens wrote beside a rating, masked when it was stored: only its unit and week, so that nothing
-- ties it to a rating, an answer, a procedure, an officer, a counter or an hour.
CREATE VIEW comments_v1 AS
SELECT r.unit_id, r.iso_week, c.comment, r.rule IS NULL AND r.tier <> 'poster' AS counted
FROM ratings_v1 AS r
JOIN rating_comment AS c ON c.rating_id = r.rating_id;

CREATE VIEW changes_v1 AS
SELECT day, place_id, version
FROM change;

CREATE VIEW about_v1 AS
SELECT key, value
FROM meta;
