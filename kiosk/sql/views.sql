-- The contract with analytics: nothing else of the record is read outside kiosk/.
-- A published view never changes its meaning; a new meaning is a new number.

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
  r.rule,
  r.user_kind,
  r.service_week,
  r.service_failed,
  r.resolving_unit_id
FROM rating AS r
LEFT JOIN rating_procedure AS p ON p.rating_id = r.rating_id;

CREATE VIEW services_v1 AS
SELECT
  service_id, iso_week, finished_day, received_day, due_day, overdue, petitioned,
  outcome, channel, procedure_id, receiving_unit_id, resolving_unit_id,
  centre_id, counter_id, officer_id
FROM service;

CREATE VIEW reasons_v1 AS
SELECT g.rating_id, g.reason_code, c.topic, c.satisfied, c.element, c.mended_by
FROM rating_reason AS g
JOIN reason AS c ON c.reason_code = g.reason_code;

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

CREATE VIEW changes_v1 AS
SELECT day, place_id, version
FROM change;

CREATE VIEW about_v1 AS
SELECT key, value
FROM meta;
