"""What becomes of each delivered entry: taken, known already, or kept aside and why.

One judge looks at all contacts that arrive together, in their order, so that the same entry
sent twice at once is not taken for two.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from .. import periods
from ..errors.tablets import OtherDevice, Revoked, TooManyGaps, WrongCounter, WrongSequence
from ..integrity import CLOCK, CLONE
from ..ratings import accepting
from ..ratings.submissions import Submission
from ..storage.db import Database
from ..tablets import clocks, devices, sequences, sightings, succession
from ..tablets.contacts import Contact, Entry
from ..tablets.devices import CLONED, REVOKED, Device
from ..tablets.sightings import Sighting
from . import quarantine

LATE_SECONDS = 86_400
OWN, FORMER, UNKNOWN, FOREIGN = "own", "former", "unknown", "foreign"  # whose name an entry bears


@dataclass
class Verdict:
    """One entry on its way. cause: why it is kept aside, an error's code; None: it is taken.

    is_new: False if it had arrived before. pressed: when; None if it could not be opened.
    """

    entry: Entry
    cause: str | None = None
    is_new: bool = True
    pressed: clocks.Estimate | None = None
    rule: str | None = None

    def submission(self, content: Submission, now: datetime, max_age_seconds: float) -> Submission:
        """The rating as the record's door takes it; without an officer if its hour is a guess."""
        if self.pressed is None:
            return content
        age = min(max(0.0, now.timestamp() - self.pressed.instant), max_age_seconds)
        shown = content.officer_shown if self.pressed.is_certain else ""
        return replace(content, age_seconds=age, rule=self.rule, officer_shown=shown)

    def slot(self) -> periods.Slot | None:
        """The hour of the press, where it is known."""
        if self.pressed is None:
            return None
        return periods.slot(datetime.fromtimestamp(self.pressed.instant, UTC))


class Judge:
    """Reads what is known of the tablets and entries at hand, once; then judges entry by entry."""

    def __init__(
        self, db: Database, contacts: Sequence[Contact], now: datetime, max_age_seconds: float
    ) -> None:
        entries = [entry for contact in contacts for entry in contact.entries]
        names = {contact.device_id for contact in contacts} | {entry.device_id for entry in entries}
        self._now, self._max_age_seconds = now, max_age_seconds
        self._devices = devices.find_devices(db, names)
        self._formers = succession.find_formers(db, names)
        self._sightings = sightings.find_sightings(db, names)
        self._arrived = sequences.find_arrived(db, self._devices)
        self._arrived_before = {one: arrived.ranges for one, arrived in self._arrived.items()}
        self._kept = quarantine.find_causes(db, map(quarantine.name_of, entries)) if entries else {}
        again = [one.rating_id for one in entries if self._may_be_stored(one)]
        self._stored = accepting.find_stored_ids(db, again) if again else set()
        self._given: dict[tuple[str, int], str] = {}
        self._seen: dict[str, tuple[Contact, clocks.Earlier]] = {}
        self._late: Counter[str] = Counter()
        self._cloned: dict[str, int] = {}

    def judge_all(self, contact: Contact) -> list[Verdict]:
        """A verdict on each of the contact's entries; the contact is then the last one seen."""
        letters: dict[str, clocks.Letter] = {}
        verdicts = []
        for entry in contact.entries:
            if entry.device_id not in letters:
                letters[entry.device_id] = self._letter(contact, entry.device_id)
            verdicts.append(self._judge(contact, entry, letters))
        if not contact.by_hand:
            self._see(contact)
        return verdicts

    def write(self, db: Database) -> None:
        """Note what has arrived, who was seen, and who was found to be two."""
        sequences.store(db, self._arrived_before, self._arrived)
        sightings.store(db, self._seen.values(), self._now)
        sightings.add_late(db, self._late)
        for device_id, sequence in self._cloned.items():
            word = devices.Word(CLONED, f"sequence {sequence}", "system")
            devices.mark(db, device_id, word, self._now)

    def _judge(self, contact: Contact, entry: Entry, letters: dict[str, clocks.Letter]) -> Verdict:
        verdict = Verdict(entry)
        kept_for = self._kept.get(quarantine.name_of(entry))
        if kept_for is not None:
            return Verdict(entry, cause=kept_for, is_new=False)
        if entry.press is not None:
            letter = letters[entry.device_id]
            verdict.pressed = clocks.estimate(entry.press, entry.sequence, letter, self._max_age_seconds)
        verdict.is_new = not self._is_known(entry)
        self._decide(contact, verdict)
        self._note_arrival(contact, verdict)
        return verdict

    def _decide(self, contact: Contact, verdict: Verdict) -> None:
        """Set the verdict's cause or rule; the gravest reason comes first."""
        entry, name = verdict.entry, self._name(contact, verdict.entry)
        sender = self._devices[contact.device_id]
        device = self._devices.get(entry.device_id, sender)
        content = entry.content
        was_stored = not verdict.is_new and entry.rating_id in self._stored
        if REVOKED in (device.standing, sender.standing) and not was_stored:
            verdict.cause = Revoked.code
        elif name == FOREIGN:
            verdict.cause = OtherDevice.code
        elif (fault := self._fault_of_number(verdict, name)) is not None:
            verdict.cause = fault
        elif entry.cause is not None:
            verdict.cause = entry.cause
        elif isinstance(content, Submission):
            is_taken = not (verdict.is_new or was_stored or self._is_given(entry))
            if not self._stood_there(verdict, device, name, content.counter_id):
                verdict.cause = WrongCounter.code
            elif is_taken and name == FORMER:
                verdict.cause = OtherDevice.code
            else:
                if is_taken and device.standing != CLONED:
                    self._cloned.setdefault(device.device_id, entry.sequence)
                verdict.rule = self._rule(verdict, device)

    def _fault_of_number(self, verdict: Verdict, name: str) -> str | None:
        """Why no ledger can take the entry's number, if so: a tablet counts without gaps."""
        entry = verdict.entry
        if not verdict.is_new or name == UNKNOWN:
            return None
        arrived = self._arrived[entry.device_id]
        if entry.sequence > self._highest(entry.device_id) + sequences.FARTHEST_STEP:
            return WrongSequence.code
        is_range = arrived.stands_alone(entry.sequence)
        is_too_many = is_range and len(arrived.ranges) >= sequences.MOST_RANGES
        return TooManyGaps.code if is_too_many else None

    def _highest(self, device_id: str) -> int:
        """The highest of a tablet's numbers that is known."""
        sighting = self._sightings.get(device_id)
        told = 0 if sighting is None else sighting.earlier.last_sequence
        return max(told, self._arrived[device_id].highest)

    def _stood_there(self, verdict: Verdict, device: Device, name: str, counter_id: str) -> bool:
        """Whether the tablet stood at that counter when it was pressed, as far as that is known."""
        if verdict.pressed is None or not verdict.pressed.is_certain or name == UNKNOWN:
            return counter_id in device.counters
        instant = datetime.fromtimestamp(verdict.pressed.instant, UTC)
        return device.stood_at(counter_id, instant, self._now)

    def _name(self, contact: Contact, entry: Entry) -> str:
        """Whose name the entry was sealed under.

        A name that nobody has is taken for one of the sender's that was lost with a backup: it
        speaks for the sender's counters alone, and no ledger has its numbers.
        """
        if entry.device_id == contact.device_id:
            return OWN
        if entry.device_id not in self._devices:
            return UNKNOWN
        return FORMER if entry.device_id in self._formers.get(contact.device_id, ()) else FOREIGN

    def _rule(self, verdict: Verdict, device: Device) -> str | None:
        if device.standing == CLONED or device.device_id in self._cloned:
            return CLONE
        return None if verdict.pressed is None or verdict.pressed.is_certain else CLOCK

    def _is_known(self, entry: Entry) -> bool:
        """Whether it came before: by its number, or, where there is no ledger, by its rating."""
        if entry.device_id in self._devices:
            return self._has_arrived(entry)
        return isinstance(entry.content, Submission) and entry.rating_id in self._stored

    def _may_be_stored(self, entry: Entry) -> bool:
        return entry.device_id not in self._devices or self._has_arrived(entry)

    def _has_arrived(self, entry: Entry) -> bool:
        arrived = self._arrived.get(entry.device_id)
        return arrived is not None and entry.sequence in arrived

    def _is_given(self, entry: Entry) -> bool:
        """Whether this very entry came earlier in the same delivery."""
        return self._given.get((entry.device_id, entry.sequence)) == entry.rating_id

    def _note_arrival(self, contact: Contact, verdict: Verdict) -> None:
        entry, name = verdict.entry, self._name(contact, verdict.entry)
        if name not in (OWN, FORMER) or self._fault_of_number(verdict, name):
            return
        if verdict.is_new:
            self._arrived[entry.device_id].add(entry.sequence)
            self._given[entry.device_id, entry.sequence] = entry.rating_id
            pressed = verdict.pressed
            if pressed and self._now.timestamp() - pressed.instant >= LATE_SECONDS:
                self._late[entry.device_id] += 1

    def _letter(self, contact: Contact, device_id: str) -> clocks.Letter:
        """The contact as it speaks of one tablet's entries; of an unknown one, without bounds."""
        now = self._now.timestamp()
        device, sighting = self._devices.get(device_id), self._sightings.get(device_id)
        earlier = None if sighting is None else sighting.earlier
        paired_at = -math.inf if device is None else device.enrolled_at.timestamp()
        written = clocks.written_at(contact.reading, paired_at, earlier, now) if contact.by_hand else now
        return clocks.Letter(now, written, contact.reading, paired_at, earlier)

    def _see(self, contact: Contact) -> None:
        """A contact that was overtaken by a later one tells nothing new of the tablet."""
        before = self._sightings.get(contact.device_id)
        if before is None or contact.number > before.number:
            last = None if before is None else before.earlier
            now, known = self._now.timestamp(), self._highest(contact.device_id)
            is_possible = contact.last_sequence <= known + sequences.FARTHEST_STEP
            told = contact.last_sequence if is_possible else known
            earlier = clocks.follow(last, now, contact.reading, told)
            self._sightings[contact.device_id] = Sighting(contact.number, earlier)
            self._seen[contact.device_id] = (contact, earlier)
