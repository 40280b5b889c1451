"""One picture of each kind, as full as it gets."""

from analytics.disclosure import Cell, State
from analytics.pictures.difference import Comparison, Side
from analytics.pictures.files import Picture
from analytics.pictures.funnel import Funnel, Mark
from analytics.pictures.heat import HeatMap, Slot
from analytics.pictures.pareto import Bar, Pareto
from analytics.pictures.silence import Silence
from analytics.pictures.weekly import Event
from analytics.weeks import Week
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell, a_chart, a_share

VI = Words("vi")
_REASONS = ("Trễ hẹn", "Phải đi lại, bổ sung nhiều lần", "Yêu cầu giấy tờ ngoài quy định")
_HOURS = [(day, hour) for day in range(1, 6) for hour in range(7, 17)]

GALLERY: dict[str, Picture] = {
    "weekly": a_chart(
        *[(900 - at % 7 * 9, 100 + at % 5 * 7) for at in range(24)],
        (3, 2),
        (600, 400),
        name="Uỷ ban nhân dân Phường Việt Trì",
        events=(Event(Week(2026, 31), "Bớt hai loại giấy tờ"),),
        judged=True,
    ),
    "heat": HeatMap(
        "Phường Việt Trì",
        tuple(Slot(d, h, a_cell(3 * h + d, d * h % 9), -1 if h == d == 8 else 0) for d, h in _HOURS),
        VI,
    ),
    "pareto": Pareto(
        "Vì sao không hài lòng",
        74,
        (
            *(Bar(name, a_share(31 - 9 * at, 74)) for at, name in enumerate(_REASONS)),
            Bar("Phí", Cell(State.TOO_FEW, 4, 10)),
        ),
        VI,
    ),
    "funnel": Funnel(
        "Cán bộ",
        (
            *(Mark(a_cell(90 + at, 10 + at % 5, "officer")) for at in range(40)),
            Mark(a_cell(150, 38, "officer"), own=True),
        ),
        0.9,
        VI,
    ),
    "difference": Comparison(
        "Đăng ký biến động đất đai",
        Side("Tuần 34/2026", a_cell(40, 16)),
        Side("Tuần 33/2026", a_cell(61, 7)),
        VI,
    ),
    "silence": Silence("Tuần 34/2026", a_cell(144, 19), 742, VI),
}
