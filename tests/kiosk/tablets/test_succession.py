"""In whose name a tablet may deliver: its own, and the names that its browser had before."""

import secrets
from typing import Any

import pytest

from kiosk.storage import keys
from kiosk.storage.db import writing
from kiosk.tablets import succession
from kiosk.tablets.succession import Claim
from tests.desk import Desk, statuses
from tests.factories import WEDNESDAY
from tests.tablet import Item, Tablet, new_key

RANGES = "SELECT device_id, first, last FROM device_sequence ORDER BY 1, 2"
MARKS = "SELECT mark FROM device_mark"
CAUSES = "SELECT cause FROM quarantine ORDER BY cause"


@pytest.fixture
def victim(desk: Desk) -> Tablet:
    """An honest tablet that has delivered its first rating."""
    tablet = desk.a_tablet("H44.9-1")
    tablet.press()
    tablet.deliver()
    desk.wait(tablet, hours=1)
    return tablet


def forged(thief: Tablet, name: str, sequence: int, **changes: Any) -> Item:
    """A rating that the thief seals under another tablet's name."""
    content = {
        **{"kind": "rating", "rating_id": secrets.token_hex(16), "satisfied": False},
        **{"counter_id": "H44.9-1", "officer_id": "H44.9.A-01", "pressed_at": thief.clock.wall_ms},
        **{"monotonic": thief.clock.monotonic_ms, "boot": thief.clock.boot},
        **changes,
    }
    return thief.seal(content, sequence, content["rating_id"], device_id=name)


def claim_by(tablet: Tablet, public_key: str, context: str = keys.FORMERLY) -> Claim:
    return Claim(tablet.device_id, keys.sign(tablet.key, context, public_key.encode()))


# --- Forgeries


def test_junk_under_another_name_takes_none_of_its_numbers(desk: Desk, victim: Tablet) -> None:
    thief = desk.a_tablet("H44.5-1")
    junk = [
        {"sequence": n, "rating_id": secrets.token_hex(16), "device_id": victim.device_id}
        | {"key": "x", "iv": "x", "sealed": "x"}
        for n in range(2, 12)
    ]
    assert set(statuses(thief.deliver(entries=junk))) == {"kept_aside"}
    assert desk.rows(RANGES) == [(victim.device_id, 1, 1)]
    victim.press()
    assert victim.deliver()["standing"] == "active"
    assert desk.rows(MARKS) == []


def test_nobody_stuffs_another_centres_ratings_under_its_tablets_name(
    desk: Desk, victim: Tablet
) -> None:
    thief = desk.a_tablet("H44.5-1")
    entries = [forged(thief, victim.device_id, n) for n in (1, 2, 20, 21)]
    assert set(statuses(thief.deliver(entries=entries))) == {"kept_aside"}
    assert desk.rows("SELECT count(*) FROM rating") == [1]
    assert desk.rows("SELECT DISTINCT cause FROM quarantine") == ["other_device"]
    assert desk.rows(MARKS) == []


def test_under_a_name_that_was_never_heard_of_one_delivers_only_for_ones_own_counter(
    desk: Desk, victim: Tablet
) -> None:
    """The server may have been restored from a backup that is older than the pairing."""
    tablet = desk.a_tablet("H44.5-1")
    here = forged(tablet, "T99-AAA", 1, counter_id="H44.5-1")
    there = forged(tablet, "T99-AAA", 2)
    for _ in range(2):
        assert statuses(tablet.deliver(entries=[here, there])) == ["recorded", "kept_aside"]
    assert desk.rows(CAUSES) == ["wrong_counter"]
    assert desk.rows(RANGES) == [(victim.device_id, 1, 1)]
    assert desk.rows(MARKS) == []


def test_what_an_unknown_name_sealed_before_the_pairing_keeps_its_hour(desk: Desk) -> None:
    old = desk.a_tablet()
    entry = forged(old, "T99-AAA", 7, counter_id="H44.5-1", officer_id="H44.5.A-01")
    desk.wait(old, hours=3)
    tablet = desk.a_tablet()
    tablet.clock = old.clock
    assert statuses(tablet.deliver(entries=[entry])) == ["recorded"]
    assert desk.rows("SELECT hour, officer_id, rule FROM rating") == [(9, "H44.5.A-01", None)]


def test_an_unknown_name_s_entry_is_known_again(desk: Desk) -> None:
    tablet = desk.a_tablet()
    letter = tablet.letter([forged(tablet, "T99-AAA", 1, counter_id="H44.5-1")])
    news = [tablet.checked(tablet.send(letter))["entries"][0]["is_new"] for _ in range(3)]
    assert news == [True, False, False]
    assert desk.rows("SELECT count(*) FROM rating") == [1]


def test_a_revoked_tablet_delivers_nothing_under_an_unknown_name_either(desk: Desk) -> None:
    tablet = desk.a_tablet()
    desk.revoke(tablet)
    entry = forged(tablet, "T99-AAA", 1, counter_id="H44.5-1")
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows(CAUSES) == ["revoked"]


# --- Paired anew


def test_a_browser_delivers_what_it_sealed_under_names_it_had_before(desk: Desk) -> None:
    first = desk.a_tablet("H44.5-1")
    ratings = [first.press() for _ in range(2)]
    desk.wait(first, hours=1)
    second = desk.a_tablet("H44.5-2", formerly=first)
    ratings.append(second.press())
    third = desk.a_tablet("H44.9-1", formerly=second)
    assert statuses(third.deliver(entries=ratings)) == ["recorded"] * 3
    assert sorted(desk.rows(RANGES)) == sorted([(first.device_id, 1, 2), (second.device_id, 1, 1)])
    counters = desk.rows("SELECT counter_id FROM rating ORDER BY counter_id")
    assert counters == ["H44.5-1", "H44.5-1", "H44.5-2"]


def test_a_former_name_is_no_proof_of_twins(desk: Desk) -> None:
    first = desk.a_tablet()
    first.press()
    first.deliver()
    second = desk.a_tablet(formerly=first)
    entry = forged(second, first.device_id, 1, counter_id="H44.5-1")
    answer = second.deliver(entries=[entry])
    assert (statuses(answer), answer["standing"]) == (["kept_aside"], "active")
    assert desk.rows(CAUSES) == ["other_device"]
    assert desk.rows(MARKS) == []


def test_succession_goes_one_way(desk: Desk) -> None:
    first = desk.a_tablet()
    second = desk.a_tablet(formerly=first)
    entry = forged(first, second.device_id, 1, counter_id="H44.5-1")
    assert statuses(first.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows(CAUSES) == ["other_device"]


# --- The proof


def test_only_the_former_key_proves_who_one_was(desk: Desk, victim: Tablet) -> None:
    public = keys.public_text(new_key().public_key())
    assert succession.is_proved(desk.db, claim_by(victim, public), public)
    stranger = Tablet(desk.post)
    stranger.device_id = victim.device_id
    for claim in (
        claim_by(stranger, public),
        claim_by(victim, public, keys.ENROLMENT),
        claim_by(victim, victim.public_key),
        Claim(victim.device_id, ""),
        Claim(victim.device_id, "é"),
        Claim("T99-AAA", claim_by(victim, public).signature),
    ):
        assert not succession.is_proved(desk.db, claim, public)


def test_a_superseded_key_and_a_revoked_tablet_still_say_who_one_was(desk: Desk, victim: Tablet) -> None:
    from kiosk.tablets import device_keys

    public = keys.public_text(new_key().public_key())
    with writing(desk.db):
        newer = keys.public_text(new_key().public_key())
        device_keys.add_key(desk.db, victim.device_id, newer, WEDNESDAY)
    desk.revoke(victim)
    assert succession.is_proved(desk.db, claim_by(victim, public), public)


def test_a_claim_that_is_not_proved_pairs_all_the_same(desk: Desk, victim: Tablet) -> None:
    stranger = Tablet(desk.post)
    stranger.device_id = victim.device_id
    tablet = desk.a_tablet("H44.5-1", formerly=stranger)
    entry = forged(tablet, victim.device_id, 2)
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows(CAUSES) == ["other_device"]


def test_formers_are_found_through_every_pairing_and_circles_end(desk: Desk) -> None:
    names = [desk.a_tablet().device_id for _ in range(4)]
    a, b, c, d = names
    with writing(desk.db):
        for pair in ((b, a), (c, b), (b, a), (a, c)):
            succession.add_former(desk.db, *pair)
    found = succession.find_formers(desk.db, names)
    assert set(found) == {a, b, c}
    assert found[c] >= {a, b}
    assert d not in found
    assert succession.find_formers(desk.db, []) == {}
