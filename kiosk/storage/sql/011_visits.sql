-- How often a service's person had to come or to send papers, the first time included: 1 where nothing
-- was sent back. Null: the one-stop system has not said so, or it was announced before this was kept.
ALTER TABLE service ADD COLUMN visits INTEGER CHECK (visits >= 1);
ALTER TABLE service_correction ADD COLUMN visits INTEGER CHECK (visits >= 1);

-- As in 009_forgetting.sql: the name alone may give way, no other column, this one neither.
DROP TRIGGER service_no_update;
CREATE TRIGGER service_no_update BEFORE UPDATE ON service
WHEN (
  old.service_id NOT GLOB '~*'
  AND new.service_id GLOB '~*' AND length(new.service_id) = 33
  AND substr(new.service_id, 2) NOT GLOB '*[^0-9a-f]*'
  AND old.finished_day < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.iso_week IS old.iso_week AND new.finished_day IS old.finished_day
  AND new.received_day IS old.received_day AND new.due_day IS old.due_day
  AND new.overdue IS old.overdue AND new.petitioned IS old.petitioned
  AND new.outcome IS old.outcome AND new.channel IS old.channel
  AND new.procedure_id IS old.procedure_id
  AND new.receiving_unit_id IS old.receiving_unit_id
  AND new.resolving_unit_id IS old.resolving_unit_id
  AND new.centre_id IS old.centre_id AND new.counter_id IS old.counter_id
  AND new.officer_id IS old.officer_id AND new.visits IS old.visits
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service: nothing is ever changed or deleted'); END;

DROP TRIGGER service_correction_no_update;
CREATE TRIGGER service_correction_no_update BEFORE UPDATE ON service_correction
WHEN (
  old.service_id NOT GLOB '~*'
  AND new.service_id GLOB '~*' AND length(new.service_id) = 33
  AND substr(new.service_id, 2) NOT GLOB '*[^0-9a-f]*'
  AND (SELECT finished_day FROM service WHERE service_id = old.service_id)
    < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.number IS old.number AND new.due_day IS old.due_day
  AND new.overdue IS old.overdue AND new.petitioned IS old.petitioned
  AND new.outcome IS old.outcome AND new.channel IS old.channel
  AND new.officer_id IS old.officer_id AND new.reason IS old.reason
  AND new.recorded_at IS old.recorded_at AND new.recorded_by IS old.recorded_by
  AND new.visits IS old.visits
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service_correction: nothing is ever changed or deleted'); END;
