-- What happened is never changed, but that the code of a dossier may give way to a random name once
-- its week has left the dispute window (kiosk/services/forgetting.py): the name alone, no other column,
-- once, and only before the day that `meta` holds as forgotten_before. Nothing is ever deleted.

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
  AND new.officer_id IS old.officer_id
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service: nothing is ever changed or deleted'); END;

DROP TRIGGER service_answered_no_update;
CREATE TRIGGER service_answered_no_update BEFORE UPDATE ON service_answered
WHEN (
  old.service_id NOT GLOB '~*'
  AND new.service_id GLOB '~*' AND length(new.service_id) = 33
  AND substr(new.service_id, 2) NOT GLOB '*[^0-9a-f]*'
  AND (SELECT finished_day FROM service WHERE service_id = old.service_id)
    < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.channel IS old.channel
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service_answered: nothing is ever changed or deleted'); END;

DROP TRIGGER service_offered_no_update;
CREATE TRIGGER service_offered_no_update BEFORE UPDATE ON service_offered
WHEN (
  old.service_id NOT GLOB '~*'
  AND new.service_id GLOB '~*' AND length(new.service_id) = 33
  AND substr(new.service_id, 2) NOT GLOB '*[^0-9a-f]*'
  AND (SELECT finished_day FROM service WHERE service_id = old.service_id)
    < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.channel IS old.channel
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service_offered: nothing is ever changed or deleted'); END;

DROP TRIGGER service_sender_no_update;
CREATE TRIGGER service_sender_no_update BEFORE UPDATE ON service_sender
WHEN (
  old.service_id NOT GLOB '~*'
  AND new.service_id GLOB '~*' AND length(new.service_id) = 33
  AND substr(new.service_id, 2) NOT GLOB '*[^0-9a-f]*'
  AND (SELECT finished_day FROM service WHERE service_id = old.service_id)
    < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.system_id IS old.system_id
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service_sender: nothing is ever changed or deleted'); END;

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
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'service_correction: nothing is ever changed or deleted'); END;

-- The trail of printed slips names dossiers: that a slip was printed stays, and by whom and when.
DROP TRIGGER audit_no_update;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN (
  old.action = 'print slip' AND new.subject = '~'
  AND (SELECT finished_day FROM service WHERE service_id = old.subject)
    < (SELECT value FROM meta WHERE key = 'forgotten_before')
  AND new.audit_id IS old.audit_id AND new.at IS old.at
  AND new.actor IS old.actor AND new.action IS old.action
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'audit: nothing is ever changed or deleted'); END;
