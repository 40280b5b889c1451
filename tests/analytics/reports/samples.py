"""A report by hand: what an edition says of one commune in one week."""

from dataclasses import replace
from datetime import date
from typing import Any

from analytics.reports.model import Column, Item, KeyFigure, Kind, Picture, Report, Section, Table
from analytics.stats.intervals import wilson_interval

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<text x="10" y="40" style="font: 12px \'DejaVu Sans\'">tuần 34</text></svg>'
)
COLUMNS = (
    Column("Tên", Kind.TEXT, wide=True, below="Mã"),
    Column("Tỷ lệ hài lòng", Kind.SHARE),
    Column("n", Kind.COUNT),
    Column("Điểm", Kind.POINTS),
    Column("Ngày", Kind.DAY),
)


def a_share(count: int, n: int) -> Item:
    text = f"{100 * count / n:.1f}".replace(".", ",")
    return Item(f"{text} %", count / n, wilson_interval(count, n))


def a_line(name: str, count: int = 81, n: int = 90, code: str = "1.001193") -> tuple[Item, ...]:
    day = Item("23/8/2026", date(2026, 8, 23))
    points = Item("5,81", 5.81)
    return (Item(name, name, below=code), a_share(count, n), Item(str(n), n), points, day)


def a_table(*names: str, title: str = "Thủ tục", totals: int = 0) -> Table:
    rows = tuple(a_line(name) for name in names or ("Đăng ký khai sinh",))
    return Table("procedure", title, COLUMNS, rows, totals, note="Từ 10 lượt trở lên.")


def a_report(*tables: Table, **changes: Any) -> Report:
    """Two sections: what changed, which goes into a letter, and the tables."""
    report = Report(
        name="2026-W34-H44.5",
        lang="vi",
        place="Ủy ban nhân dân phường Việt Trì",
        period="Tuần 34/2026",
        headline="Tuần 34: không có thay đổi rõ rệt",
        basis=("90,0 % sau 89,1 % tuần trước: có thể chỉ do ngẫu nhiên.",),
        to_do=("Xem lại thủ tục Đăng ký khai sinh.",),
        figures=(
            KeyFigure("Tỷ lệ hài lòng", "90,0 %", ("82,1–94,6", "n = 90")),
            KeyFigure("Không tính", "12", ("9 lượt bấm lặp lại",)),
        ),
        sections=(
            Section("Thay đổi", points=("Thủ tục A giảm còn 70,0 %.",), in_letter=True),
            Section("Biểu đồ", pictures=(Picture("Theo tuần", "Tuần 34: 90,0 %.", SVG),)),
            Section("Theo thủ tục", texts=("Xếp theo số lượt.",), tables=tables or (a_table(),)),
        ),
        colophon=(("Ấn bản", "2026-W34"),),
        day=date(2026, 8, 24),
    )
    return replace(report, **changes)
