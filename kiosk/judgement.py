"""What becomes of each delivered entry: taken, known already, or kept aside and why.

One judge looks at all contacts that arrive together, in their order, so that the same entry
sent twice at once is not taken for two.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from . import clocks, devices, periods, quarantine, ratings, sequences, sightings
from .contacts import Contact, Entry
from .db import Database
from .devices import CLONED, REVOKED, Device
from .errors import OtherDevice, Revoked, UnknownDevice, WrongCounter
from .integrity import CLOCK, CLONE
from .sightings import Sighting
from .submissions import Submission

LATE_SECONDS = 86_400
IN_FLIGHT_SECONDS = 120  # a contact of the old identity may still be under way while a new one is made


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
        self._sightings = sightings.find_sightings(db, names)
        self._arrived = sequences.find_arrived(db, self._devices)
        self._arrived_before = {one: arrived.ranges for one, arrived in self._arrived.items()}
        self._kept = quarantine.find_causes(db, map(quarantine.name_of, entries)) if entries else {}
        again = [one.rating_id for one in entries if self._has_arrived(one)]
        self._stored = ratings.find_stored_ids(db, again) if again else set()
        self._given: dict[tuple[str, int], str] = {}
        self._seen: dict[str, tuple[Contact, float]] = {}
        self._late: Counter[str] = Counter()
        self._cloned: dict[str, int] = {}

    def judge_all(self, contact: Contact) -> list[Verdict]:
        """A verdict on each of the contact's entries; the contact is then the last one seen."""
        letters: dict[str, clocks.Letter] = {}
        verdicts = []
        for entry in contact.entries:
            if entry.device_id in self._devices and entry.device_id not in letters:
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
        device = self._devices.get(entry.device_id)
        kept_for = self._kept.get(quarantine.name_of(entry))
        if kept_for is not None:
            return Verdict(entry, cause=kept_for, is_new=False)
        if device is None:
            verdict.cause = UnknownDevice.code
            return verdict
        if entry.press is not None:
            letter = letters[entry.device_id]
            verdict.pressed = clocks.estimate(entry.press, entry.sequence, letter, self._max_age_seconds)
        if self._is_of_another_in_use(contact, entry):
            verdict.cause = OtherDevice.code
            return verdict
        verdict.is_new = not self._has_arrived(entry)
        self._decide(contact, verdict, device)
        self._note_arrival(verdict)
        return verdict

    def _decide(self, contact: Contact, verdict: Verdict, device: Device) -> None:
        """Set the verdict's cause or rule; the gravest reason comes first."""
        entry = verdict.entry
        content = entry.content
        was_stored = not verdict.is_new and entry.rating_id in self._stored
        is_repeat = was_stored or self._given.get((entry.device_id, entry.sequence)) == entry.rating_id
        is_revoked = REVOKED in (device.standing, self._devices[contact.device_id].standing)
        if is_revoked and not was_stored:
            verdict.cause = Revoked.code
        elif entry.cause is not None:
            verdict.cause = entry.cause
        elif isinstance(content, Submission):
            if content.counter_id not in device.counters:
                verdict.cause = WrongCounter.code
            elif not verdict.is_new and not is_repeat and contact.device_id != entry.device_id:
                verdict.cause = OtherDevice.code
            else:
                if not verdict.is_new and not is_repeat and device.standing != CLONED:
                    self._cloned.setdefault(device.device_id, entry.sequence)
                verdict.rule = self._rule(verdict, device)

    def _rule(self, verdict: Verdict, device: Device) -> str | None:
        if device.standing == CLONED or device.device_id in self._cloned:
            return CLONE
        return None if verdict.pressed is None or verdict.pressed.is_certain else CLOCK

    def _has_arrived(self, entry: Entry) -> bool:
        arrived = self._arrived.get(entry.device_id)
        return arrived is not None and entry.sequence in arrived

    def _is_of_another_in_use(self, contact: Contact, entry: Entry) -> bool:
        """Whether the entry was sealed as a tablet that is still at work elsewhere.

        A browser that was paired anew delivers what its old name sealed, and the old name is
        never heard of again. A name that is still heard of is somebody else's.
        """
        other = self._sightings.get(entry.device_id)
        if entry.device_id == contact.device_id or other is None:
            return False
        paired_at = self._devices[contact.device_id].enrolled_at.timestamp()
        return other.earlier.seen_at > paired_at + IN_FLIGHT_SECONDS

    def _note_arrival(self, verdict: Verdict) -> None:
        entry = verdict.entry
        if verdict.is_new:
            self._arrived[entry.device_id].add(entry.sequence)
            self._given[entry.device_id, entry.sequence] = entry.rating_id
            pressed = verdict.pressed
            if pressed and self._now.timestamp() - pressed.instant >= LATE_SECONDS:
                self._late[entry.device_id] += 1

    def _letter(self, contact: Contact, device_id: str) -> clocks.Letter:
        """The contact as it speaks of one tablet's entries."""
        now = self._now.timestamp()
        sighting = self._sightings.get(device_id)
        earlier = None if sighting is None else sighting.earlier
        paired_at = self._devices[device_id].enrolled_at.timestamp()
        written = clocks.written_at(contact.reading, paired_at, earlier, now) if contact.by_hand else now
        return clocks.Letter(now, written, contact.reading, paired_at, earlier)

    def _see(self, contact: Contact) -> None:
        """A contact that was overtaken by a later one tells nothing new of the tablet."""
        before = self._sightings.get(contact.device_id)
        if before is None or contact.number > before.number:
            now = self._now.timestamp()
            offset = now - contact.reading.wall_seconds
            earlier = clocks.Earlier(now, offset, contact.last_sequence)
            self._sightings[contact.device_id] = Sighting(contact.number, earlier)
            self._seen[contact.device_id] = (contact, offset)
