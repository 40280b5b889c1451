"""What an edition tells beside its cells: dossiers, trust, comparisons, matters, who was asked."""

from collections import Counter

from .comparing import Result, compared
from .findings import OTHER, ROUGHLY, Document, Findings
from .handled import Went, Worse, places_of, worse_places
from .sums import MATTERS, Record, Row
from .truths import of_rating

PEERS = 20  # from so many on, chances are widened by how much they vary among themselves


def check_handling(
    findings: Findings, record: Record, kind: str, rows: list[Document], weeks: list[str]
) -> None:
    """How dossiers went: late, sent back, and in which units more often than in the others."""
    places = places_of(record, weeks)
    worse = worse_places(places, OTHER)
    for row in rows:
        is_total = kind == "total"
        own = [one for (key, _), one in places.items() if is_total or row["key"] == key]
        _handled_row(findings, kind, row, own, (0, []) if is_total else worse.get(row["key"], (0, [])))


def _handled_row(
    findings: Findings, kind: str, row: Document, own: list[Went], worse: tuple[int, list[Worse]]
) -> None:
    where, told = f"{kind} '{row['key']}'", row.get("handling")
    n, late, known, repeated, visits = (sum(one[at] for one in own) for at in range(5))
    if told is None:
        findings.same(f"{where} dossiers that went somehow", n if kind == "procedure" else 0, 0)
        return
    findings.cell(f"{where} overdue", told["overdue"], [n - late, late], OTHER, sampled=False)
    findings.cell(f"{where} repeat", told["repeat"], [known - repeated, repeated], OTHER, sampled=False)
    shown = known >= OTHER
    findings.same(f"{where} visits", told["visits"], visits if shown else None)
    findings.same(f"{where} units compared", told["units"], worse[0])
    findings.same(f"{where} places", len(told["places"]), len(worse[1]))
    for published, mine in zip(told["places"], worse[1], strict=False):
        findings.states[f"worse {mine[1]}"] += 1
        findings.same(f"{where} place", published[:4], list(mine[:4]))
        if abs(published[4] - mine[4]) > ROUGHLY:
            findings.faults.append(f"{where}: {published[4]} expected in {mine[0]}, not {mine[4]}")


def check_trust(
    findings: Findings, record: Record, kind: str, rows: list[Document], weeks: list[str]
) -> None:
    """Of the total and the units, in the weeks in which it was asked; elsewhere nothing at all."""
    asked = [week for week in weeks if record.asks_of_trust(week)]
    is_told = bool(asked) and kind in ("total", "unit")
    counted = [row for row in record.ratings if row["iso_week"] in asked and not row["cause"]]
    for row in rows:
        where, own = f"{kind} '{row['key']}' trust", row.get("trust")
        findings.same(f"{where} is told", own is not None, is_told)
        if own is None:
            continue
        mine = [one for one in counted if of_rating(kind, one, {}) == row["key"]]
        told = [record.trusting.get(one["rating_id"]) for one in mine]
        findings.same(f"{where} raters", own["raters"], len(mine))
        findings.cell(where, own["cell"], [told.count(0), told.count(1)], OTHER)
        findings.states[f"trust {own['cell']['state']}"] += 1


def check_comparisons(
    findings: Findings,
    document: Document,
    record: Record,
    kind: str,
    *,
    rows: list[Document],
    weeks: list[str],
) -> None:
    """Worked out from the published cells, and from how many rated what."""
    reference = _shown_rates(document["tables"]["procedure"])
    good, n = document["total"]["satisfaction"]["share"]
    rest = [all_of - sum(part) for all_of, part in zip((good, n), _columns(reference), strict=True)]
    if rest[1]:
        reference["*"] = (rest[0], rest[1])
    bases: dict[str, Counter[str]] = {}
    for row in record.ratings:
        if row["iso_week"] in weeks and not row["cause"]:
            procedure = row["procedure_id"] or ""
            own = bases.setdefault(of_rating(kind, row, {}), Counter())
            own[procedure if procedure in reference else "*"] += 1
    cases = {key: (count, bases[key]) for key, (count, _) in _shown_rates(rows).items() if key}
    known = compared(cases, reference)
    few = sum(one.expected is not None for one in known.values()) < PEERS
    for row in rows:
        if row["comparison"]:
            _comparison(
                findings, f"{kind} '{row['key']}'", row["comparison"], known.get(row["key"]), few
            )


def _comparison(
    findings: Findings, where: str, published: Document, own: Result | None, few: bool
) -> None:
    """few: too few are compared for their chances to be widened by how they vary; with more of
    them a verdict may only be milder."""
    own = own or Result("not_enough_data")
    findings.states[f"comparison {published['verdict']}"] += 1
    verdict = own.verdict.removesuffix("_expectation")
    if few or published["verdict"] != "as_expected" or own.expected is None:
        findings.same(f"{where} verdict", published["verdict"], verdict)
    if own.expected is None or own.interval is None:
        findings.same(f"{where} expected", published["expected"], None)
        return
    chance = own.false_alarm if few else published["false_alarm"]
    numbers = [published[name] for name in ("expected", "rate", "low", "high", "false_alarm")]
    known = [own.expected / own.n, own.rate, *own.interval, chance]
    numbers += [published[name] for name in ("observed", "pooled", "variance")]
    known += own.point or ()
    if any(abs(one - (other or 0.0)) > ROUGHLY for one, other in zip(numbers, known, strict=True)):
        findings.faults.append(f"{where}: compared as {numbers}, not {known}")


def check_matters(findings: Findings, document: Document, record: Record) -> None:
    """Deeds to the last one; of what authors said, that what is told is true and of enough."""
    weeks = document["total"]["covers"] or [document["period"]]
    known = record.followed(weeks)
    known[""] = {name: sum(own[name] for own in known.values()) for name in MATTERS}
    rows = {row["key"]: row for row in document["matters"]}
    findings.same("units with matters", set(rows), set(known))
    for key, row in rows.items():
        own, where = known[key], f"matters '{key}'"
        for name in ("received", "due", "on_time"):
            findings.same(f"{where} {name}", row[name], own[name])
        _followed(findings, document["period"], where, row, own)


def _followed(findings: Findings, period: str, where: str, row: Document, own: Row) -> None:
    told = row["least"] == row["most"] and row["said"] > 0
    findings.states["matters told" if told else "matters not told"] += 1
    if "W" not in period and not period[5:].isdigit():
        return  # of longer periods it is what their months tell
    good, said = own["on_time"] - own["unsatisfied"], own["satisfied"] + own["unsatisfied"]
    findings.same(f"{where} said", row["said"], said)
    if not row["least"] <= good <= row["most"]:
        findings.faults.append(f"{where}: {good} does not lie in {row}")
    if told and ("W" in period or said < OTHER):
        findings.faults.append(f"{where}: what {said} authors said is told")


def check_asked(findings: Findings, document: Document, record: Record) -> None:
    """Of each ending: how many were finished, asked on each way, and answered."""
    weeks = document["total"]["covers"] or [document["period"]]
    known = record.asked(lambda week, _month: week in weeks)
    findings.same("endings asked", {row["ending"] for row in document["asked"]}, set(known))
    for row in document["asked"]:
        own, where = known[row["ending"]], f"asked {row['ending']}"
        findings.same(where, [row["finished"], row["answered"]], [own["finished"], own["answered"]])
        pair = [own["finished"] - own["answered"], own["answered"]]
        findings.cell(f"{where} rate", row["rate"], pair, OTHER)
        for way, n, answered, cell in row["ways"]:
            findings.same(f"{where} {way}", [n, answered], [own[f"asked_{way}"], own[f"answered_{way}"]])
            findings.cell(f"{where} {way}", cell, [n - answered, answered], OTHER)


def _shown_rates(rows: list[Document]) -> dict[str, tuple[int, int]]:
    """Key to (satisfied, n) of the rows that show them."""
    shares = {row["key"]: row["satisfaction"]["share"] for row in rows}
    return {key: (share[0], share[1]) for key, share in shares.items() if share}


def _columns(reference: dict[str, tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [good for good, _ in reference.values()], [n for _, n in reference.values()]
