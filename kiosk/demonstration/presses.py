"""From dossiers to presses: who rates, at which instant, and what they add."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from ..ratings.details import Detail
from ..ratings.submissions import Submission
from .demand import Demand
from .dossiers import Dossier, Scene

WALK_INS = 0.05  # presses at the tablet without a dossier, as a share of those with one
POSTERS = 0.02  # ratings from a phone, through the poster at the counter
REPEATS = 0.012  # presses that are followed by another within the seconds that count as one
PHONES = 0x26  # of 256 answers about a dossier, those that come by phone from its slip
GAP = timedelta(seconds=7)  # longer than the rule against repeats looks back
_UNTIED_SATISFIED = 0.9
_TELLS = {True: 0.45, False: 0.7}  # share of people who go on to say what it was about

# How often a topic is named. After a late result it is mostly the time.
_TOPICS = {
    "late": {"time": 60, "visits": 12, "waiting": 8, "guidance": 8, "papers": 6, "system": 6},
    "displeased": {
        "guidance": 24,
        "manner": 20,
        "waiting": 18,
        "visits": 12,
        "papers": 10,
        "system": 6,
        "facilities": 4,
        "fee": 3,
        "integrity": 2,
        "result": 1,
    },
    "pleased": {
        "manner": 28,
        "time": 24,
        "guidance": 20,
        "waiting": 12,
        "papers": 6,
        "visits": 4,
        "facilities": 4,
        "system": 2,
    },
}


@dataclass(frozen=True)
class Press:
    """One answer: its instant, what is sent, and what is added to it, if anything."""

    instant: datetime
    submission: Submission
    detail: Detail | None


def make_presses(dossiers: Sequence[Dossier], scene: Scene, random: Random) -> list[Press]:
    """The presses of a month, in time order; at one tablet never nearer than GAP but for repeats.

    Rated dossiers give one press each. Walk-ins, posters and repeats come on top and are tied
    to nothing.
    """
    presses = [_of_dossier(dossier, random) for dossier in dossiers if dossier.satisfied is not None]
    tied = len(presses)
    desks = [dossier.desk for dossier in dossiers if dossier.desk is not None]
    crowds = [slot.crowd for slot in scene.slots]
    for count, channel, tier in (
        (round(tied * WALK_INS), "tablet", "tablet"),
        (round(tied * POSTERS), "phone", "poster"),
    ):
        for slot in random.choices(scene.slots, crowds, k=count):
            desk = random.choice(desks)  # busy counters have many walk-ins
            asked = [d for d in scene.demands[desk.unit_id] if d.field_id == desk.field_id]
            instant = slot.instant(random.random())
            submission = Submission(
                _id(random),
                desk.counter_id,
                satisfied=random.random() < _UNTIED_SATISFIED,
                channel=channel,
                tier=tier,
            )
            kind = "pleased" if submission.satisfied else "displeased"
            presses.append(Press(instant, submission, _detail(submission, kind, asked, random)))
    presses.sort(key=lambda press: (press.instant, press.submission.rating_id))
    return list(_spaced(presses, random))


def _of_dossier(dossier: Dossier, random: Random) -> Press:
    if dossier.desk is None or dossier.satisfied is None:
        raise ValueError(f"{dossier.code} is not rated at a counter")
    kind = "pleased"
    if not dossier.satisfied:
        kind = "late" if dossier.overdue else "displeased"
    rating_id = _id(random)
    by_phone = int(rating_id[:2], 16) < PHONES
    submission = Submission(
        rating_id=rating_id,
        counter_id=dossier.desk.counter_id,
        satisfied=dossier.satisfied,
        channel="phone" if by_phone else "tablet",
        tier="receipt" if by_phone else "tablet",
        service_id=dossier.code,
    )
    instant = dossier.finished + timedelta(seconds=random.randint(20, 150))
    return Press(instant, submission, _detail(submission, kind, (), random))


def _detail(submission: Submission, kind: str, asked: Sequence[Demand], random: Random) -> Detail | None:
    """One or two topics from those who tell; a walk-in may also name what the counter is asked for."""
    topics: tuple[str, ...] = ()
    if random.random() < _TELLS[submission.satisfied]:
        weights = _TOPICS[kind]
        named = random.choices(list(weights), list(weights.values()), k=random.choice((1, 1, 2)))
        topics = tuple(dict.fromkeys(named))
    procedure_id = None
    if asked and random.random() < 0.5:
        procedure_id = random.choices(asked, [demand.weight for demand in asked])[0].procedure_id
    if not topics and procedure_id is None:
        return None
    return Detail(submission.rating_id, procedure_id=procedure_id, topics=topics)


def _spaced(presses: Iterable[Press], random: Random) -> Iterator[Press]:
    """Later presses at a tablet wait for the earlier ones; some are followed by a repeat."""
    last: dict[str, datetime] = {}
    for press in presses:
        if press.submission.channel != "tablet":
            yield press
            continue
        counter_id = press.submission.counter_id
        instant = press.instant
        if counter_id in last:
            instant = max(instant, last[counter_id] + GAP)
        last[counter_id] = instant
        yield replace(press, instant=instant)
        if random.random() < REPEATS:
            last[counter_id] = instant + timedelta(seconds=random.randint(1, 3))
            again = Submission(_id(random), counter_id, press.submission.satisfied)
            yield Press(last[counter_id], again, None)


def _id(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"
