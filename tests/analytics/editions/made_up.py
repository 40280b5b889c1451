"""Made-up answers of a small province, and everything that editions publish of them, in sequence."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analytics.disclosure import Thresholds
from analytics.editions import plan
from analytics.editions.behind import Behind, all_of, counted_by
from analytics.editions.deciding import decide, republished
from analytics.source.joint import AFTERWARDS, COUNTED
from analytics.suppression import Answers, Frozen, Rule, together
from tests.analytics.suppression.provinces import Province, Row

SMALL = Rule(Thresholds(officer=9, other=5))
WEEKS = ("2026-W33", "2026-W34")
MONTH = "2026-08"
ABOUT = {"2026-W33": ["2026-07"], "2026-W34": ["2026-07", "2026-08"]}  # months of earlier dossiers
LARGEST = ("p0", "p1", "p2")  # procedures of which reasons are told, whatever else is told of them
TOPICS = ("topic:manner officials", "topic:time results")


def rows_of_a_month(
    seed: int, ratings: int, units: int = 3, trouble: tuple[float, float] = (0.12, 0.45)
) -> list[tuple[Row, int, bool]]:
    """Single answers of two weeks with all columns of source.joint_of; 1 for satisfied; come late?

    trouble: the share of unsatisfied among those whose service was on time, and overdue.
    """
    chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    found = []
    for _ in range(ratings):
        unit = chance.choices(range(units), range(units, 0, -1))[0]
        counter = chance.randrange(unit % 2 + 1)
        procedure = min(int(chance.expovariate(0.5)), 5)
        tied = chance.random() < 0.9
        late = tied and chance.random() < 0.2
        slot = f"{chance.randrange(1, 6)}-{chance.choice(['08', '09', '14'])}"
        topic = chance.choice([*TOPICS, ""])
        week = chance.choice(WEEKS)
        sound = tied and not late and chance.random() < 0.97
        about = chance.choice(ABOUT[week]) if sound and chance.random() < 0.3 else ""
        row = {
            "week": week,
            "unit": f"u{unit}",
            "centre": f"c{unit}",
            "counter": f"u{unit}-{counter}",
            "officer": f"u{unit}.o{counter if chance.random() < 0.9 else 1 - counter}",
            "procedure": f"p{procedure}",
            "field": f"f{procedure % 3}",
            "channel": chance.choices(["tablet", "phone"], [8, 1])[0],
            "tier": "tablet",
            "slot": slot,
            "ending": "granted" if tied else "",
            "timeliness": ("late" if late else "on_time") if tied else "",
            "user_kind": "",
            "status": COUNTED if chance.random() < 0.95 else "excluded",
            "sound": (AFTERWARDS if about else "1") if sound else "",
            "about": about,
            "resolving": f"u{unit}" if chance.random() < 0.9 else "u0",
            "service_counter": f"u{unit}-{counter}" if tied else "",
            **{name: "1" if name == topic else "" for name in TOPICS},
        }
        satisfied = int(chance.random() > trouble[late])
        found.append((row, satisfied, chance.random() < 0.12))
    return found


@dataclass(frozen=True)
class Sequence:
    """Two weeks, their month, and a restatement of the first week with what came late."""

    rows: list[tuple[Row, int, bool]]
    rule: Rule = SMALL

    def answers(self, week: str, *, late: bool) -> Answers:
        """Those of a week, with or without the late ones."""
        chosen = [
            (row, answer)
            for row, answer, came_late in self.rows
            if row["week"] == week and (late or not came_late)
        ]
        return Answers(
            {name: [row[name] for row, _ in chosen] for name in self.rows[0][0]},
            [answer for _, answer in chosen],
            [1 - answer for _, answer in chosen],
        )

    @cached_property
    def published(self) -> Mapping[str, Behind]:
        """By the name of each edition, in the order in which they appear."""
        found: dict[str, Behind] = {}
        for week in WEEKS:
            answers = self.answers(week, late=False)
            frozen = decide(answers, plan.of_week(answers), self.rule, {})
            found[f"{week}.1"] = Behind(answers, frozen, {})
        month = all_of(one.answers for one in found.values())
        last = plan.named_of(month, LARGEST, self.rule.thresholds.other)
        frozen = decide(month, plan.of_month(month), self.rule, found, last)
        found[f"{MONTH}.1"] = Behind(month, frozen, {})
        answers = self.answers(WEEKS[0], late=True)
        restated = decide(answers, plan.of_week(answers), self.rule, found)
        return {**found, f"{WEEKS[0]}.2": Behind(answers, restated, {})}

    @cached_property
    def everything(self) -> Frozen:
        """All that the editions publish, as one set."""
        return together([republished(name, one.frozen) for name, one in self.published.items()])

    @cached_property
    def province(self) -> Province:
        """Everybody, with the columns that say which edition counted whom."""
        rows = []
        for row, _, late in self.rows:
            first = {
                counted_by(f"{week}.1"): "1" if week == row["week"] and not late else ""
                for week in WEEKS
            }
            of_month = {counted_by(f"{MONTH}.1"): "" if late else "1"}
            second = {counted_by(f"{WEEKS[0]}.2"): "1" if row["week"] == WEEKS[0] else ""}
            rows.append({**row, **first, **of_month, **second})
        return Province(tuple(rows), tuple(answer for _, answer, _ in self.rows))

    @property
    def as_json(self) -> str:
        """What somebody who has all the files knows."""
        return self.everything.as_json()
