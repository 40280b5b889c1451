"""Weekly charts as matplotlib figures (object API: safe in threads) and as reproducible files."""

import io
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .charts import Point, WeeklyChart, is_bound, runs
from .disclosure import BOUND, Cell, State
from .listing import cell_text
from .svg import with_text_alternative

# Equal figures give equal bytes; text stays text, so that it can be read, found and enlarged.
mpl.rcParams.update({"svg.hashsalt": "hai-long", "svg.fonttype": "none", "pdf.fonttype": 42})

FORMATS = ("svg", "png", "pdf")
_NO_DATE: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
INK, SOFT, GRID, ACCENT = "#000000", "#5a6470", "#c9c8c4", "#1d3a61"
BAND = "#8fa3bd"  # a middle tone: seen on white, on black and on a grey print
_FONT = "DejaVu Sans"  # has every Vietnamese letter, and matplotlib brings it along
_LETTER_INCHES = 0.078  # of the small type below the axis, with some air
_TITLE_LETTERS = 85
_LEAST_SPAN = 0.2  # no axis so short that noise looks like news


@dataclass(frozen=True)
class Size:
    """Width and height in inches, and whether the name stands in the picture itself."""

    width: float
    height: float
    titled: bool


FILE = Size(10.0, 4.6, True)
WIDE = Size(9.6, 3.4, False)
MEDIUM = Size(6.6, 3.3, False)
NARROW = Size(4.1, 3.2, False)


def draw(chart: WeeklyChart, size: Size = FILE) -> Figure:
    """The rate by week: line, interval as a band, n below each week.

    The line breaks where a week has too few answers. A week in which all answers were equal is
    a hollow mark at the bound with a stroke towards its end: somewhere in there.
    """
    figure = Figure(figsize=(size.width, size.height), facecolor="white")
    heading = wrap(chart.name, _TITLE_LETTERS, max_lines=2, placeholder=" …") if size.titled else []
    top = 0.65 + 0.23 * len(heading) if size.titled else 0.2
    notes = notes_below(chart)
    plot_width, bottom = size.width - 1.42, 0.82 + 0.2 * len(notes)
    axes = figure.add_axes(
        (
            0.72 / size.width,
            bottom / size.height,
            plot_width / size.width,
            1 - (bottom + top) / size.height,
        )
    )
    _set_scale(axes, chart)
    _draw_weeks(axes, chart, plot_width)
    _draw_rates(axes, chart)
    _draw_bounds(axes, chart)
    for line, note in enumerate(reversed(notes)):
        up = (0.12 + 0.2 * line) / size.height
        _text(figure, 0.72 / size.width, up, note, size=8.5, color=SOFT, va="bottom")
    for line, text in enumerate([*heading, chart.caption] if heading else []):
        style = {"size": 13, "weight": "bold"} if line < len(heading) else {"size": 9.5, "color": SOFT}
        _text(figure, 0.28 / size.width, 1 - (0.22 + 0.25 * line) / size.height, text, **style)
    return figure


def to_bytes(chart: WeeklyChart, form: str = "svg", size: Size = FILE) -> bytes:
    """The chart as a file of one of FORMATS; the same chart gives the same bytes.

    An SVG carries the name as its title and the chart in words as its description.
    """
    file = io.BytesIO()
    metadata = dict(_NO_DATE[form])
    if form == "pdf":
        metadata |= {"Title": chart.name, "Subject": chart.description()}
    draw(chart, size).savefig(file, format=form, metadata=metadata, dpi=160)
    if form == "svg":
        return with_text_alternative(file.getvalue(), chart.name, chart.description())
    return file.getvalue()


def write(chart: WeeklyChart, path: Path) -> None:
    """Write the chart; the name's ending says in which of FORMATS."""
    path.write_bytes(to_bytes(chart, path.suffix.lstrip(".").lower()))


def _set_scale(axes: Axes, chart: WeeklyChart) -> None:
    low, high = value_range(chart.points)
    axes.set_xlim(-0.5, len(chart.points) - 0.5)
    axes.set_ylim(low, high)
    step = 0.05 if high - low <= 0.25 else 0.1 if high - low <= 0.6 else 0.2
    ticks = [round(low + step * number, 2) for number in range(round((high - low) / step) + 1)]
    axes.set_yticks(ticks, [chart.words.percent(tick, 0) for tick in ticks])
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, pad=6, labelsize=9, labelcolor=SOFT, labelfontfamily=_FONT)
    axes.grid(axis="y", color=GRID, linewidth=0.6, clip_on=False)
    for tick in axes.yaxis.get_major_ticks():
        tick.label1.set_gid("hl-soft")
        tick.gridline.set_gid("hl-grid")
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(False)


def value_range(points: tuple[Point, ...]) -> tuple[float, float]:
    """Where the axis begins and ends, in whole tenths of the share around all that is drawn."""
    lows, highs = [], []
    for _, cell in points:
        if cell.share is not None and cell.share.interval is not None:
            lows.append(cell.share.interval.low)
            highs.append(cell.share.interval.high)
        elif is_bound(cell):
            lows.append(1 - BOUND if cell.state is State.AT_LEAST else 0.0)
            highs.append(1.0 if cell.state is State.AT_LEAST else BOUND)
    if not lows:
        return 1 - _LEAST_SPAN, 1.0
    low, high = floor(min(lows) * 10 + 1e-9) / 10, ceil(max(highs) * 10 - 1e-9) / 10
    high = min(1.0, max(high, low + _LEAST_SPAN))
    return max(0.0, min(low, high - _LEAST_SPAN)), high


def _draw_weeks(axes: Axes, chart: WeeklyChart, plot_width: float) -> None:
    """Three rows below the axis: the week, its n, and the year where it begins.

    As many weeks are labelled as find room, the newest always.
    """
    words = chart.words
    longest = max(len(words.number(cell.n)) for _, cell in chart.points) + 1
    every = ceil(max(longest, 3) * _LETTER_INCHES * len(chart.points) / plot_width)
    _below(axes, -0.5, 8, words.gettext("week"), ha="right", color=SOFT, shift=-7)
    _below(axes, -0.5, 24, "n", ha="right", color=SOFT, shift=-7)
    year = None
    newest = len(chart.points) - 1
    for position, (week, cell) in enumerate(chart.points):
        if (newest - position) % every:
            continue
        known = cell.share is not None or is_bound(cell)
        _below(axes, position, 8, str(week.number))
        _below(axes, position, 24, words.number(cell.n), color=INK if known else SOFT)
        if week.year != year:
            _below(axes, position, 40, str(week.year), color=SOFT)
            year = week.year


def _below(axes: Axes, at: float, down: float, text: str, **style: Any) -> None:
    style = {"ha": "center", "color": INK, "shift": 0, **style}
    _mark_soft(style)
    axes.annotate(
        text,
        (at, 0),
        xycoords=("data", "axes fraction"),
        xytext=(style.pop("shift"), -down),
        textcoords="offset points",
        va="top",
        fontsize=8.5,
        fontfamily=_FONT,
        annotation_clip=False,
        parse_math=False,
        **style,
    )


def _draw_rates(axes: Axes, chart: WeeklyChart) -> None:
    for run in runs(chart.points):
        at = [position for position, _ in run]
        shares = [cell.share for _, cell in run if cell.share is not None]
        bounds = [share.interval for share in shares if share.interval is not None]
        lows, highs = [bound.low for bound in bounds], [bound.high for bound in bounds]
        if len(run) == 1:  # a band needs width
            half = min(0.12, 0.01 * len(chart.points) + 0.005)
            edges, lows, highs = [at[0] - half, at[0] + half], lows * 2, highs * 2
        else:
            edges = [float(position) for position in at]
        axes.fill_between(edges, lows, highs, color=BAND, alpha=0.38, linewidth=0, gid="hl-band")
        axes.plot(
            at,
            [share.value for share in shares],
            color=ACCENT,
            linewidth=2,
            marker="o",
            markersize=5,
            markerfacecolor=ACCENT,
            markeredgecolor=ACCENT,
            solid_capstyle="round",
            clip_on=False,
            gid="hl-line",
        )
    _label_last(axes, chart)


def _label_last(axes: Axes, chart: WeeklyChart) -> None:
    for position, (_, cell) in reversed(list(enumerate(chart.points))):
        value = _height(cell)
        if value is not None:
            axes.annotate(
                cell_text(cell, chart.words),
                (position, value),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=10,
                fontweight="bold",
                fontfamily=_FONT,
                color=INK,
                annotation_clip=False,
            )
            return
    axes.text(
        0.5,
        0.5,
        cell_text(chart.points[-1][1], chart.words, chart.words.gettext("no ratings")),
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=12,
        fontfamily=_FONT,
        color=SOFT,
        gid="hl-soft",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 6, "gid": "hl-paper"},
    )


def _height(cell: Cell) -> float | None:
    if cell.state is State.AT_LEAST:
        return 1 - BOUND
    return BOUND if cell.state is State.AT_MOST else cell.value


def _draw_bounds(axes: Axes, chart: WeeklyChart) -> None:
    for position, (_, cell) in enumerate(chart.points):
        if not is_bound(cell):
            continue
        bound, end = (1 - BOUND, 1.0) if cell.state is State.AT_LEAST else (BOUND, 0.0)
        axes.plot(
            [position, position],
            [bound, end],
            color=ACCENT,
            linewidth=1.5,
            marker="o",
            markevery=[0],
            markersize=6,
            markerfacecolor="white",
            markeredgecolor=ACCENT,
            markeredgewidth=1.5,
            clip_on=False,
            gid="hl-bound",
        )


def notes_below(chart: WeeklyChart) -> list[str]:
    """What the marks mean, only those that occur."""
    _ = chart.words.gettext
    cells = [cell for _, cell in chart.points]
    notes = []
    if any(is_bound(cell) for cell in cells):
        notes.append(_("Hollow mark: all answers alike, shown as a bound."))
    if any(cell.share is None and not is_bound(cell) for cell in cells):
        needed = chart.words.number(cells[0].needed)
        notes.append(_("Gap: fewer than {needed} ratings.", needed=needed))
    return notes


def _text(figure: Figure, x: float, y: float, text: str, **style: Any) -> None:
    style = {"va": "top", "ha": "left", "color": INK, **style}
    _mark_soft(style)
    figure.text(x, y, text, fontfamily=_FONT, parse_math=False, **style)


def _mark_soft(style: dict[str, Any]) -> None:
    """Give quiet text a name, by which a page can colour it."""
    if style["color"] == SOFT:
        style["gid"] = "hl-soft"
