"""What people come for: an invented but plausible mix of procedures for communes and departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..catalogue import shipped


@dataclass(frozen=True)
class Demand:
    """A procedure that a unit is asked for.

    weight: how often it is asked for, relative to the others. days: working days it takes.
    trouble: how much likelier than the average it is to end late.
    """

    procedure_id: str
    field_id: str
    weight: float
    days: int
    trouble: float


# Code, weight, working days, trouble. Certified copies and civil status lead at every
# commune's desk; land is rare there, slow, and often late.
_COMMUNE = (
    ("2.000815", 34.0, 0, 0.5),  # certified copies
    ("2.000884", 11.0, 0, 0.5),  # certified signatures
    ("2.001035", 4.0, 2, 0.9),  # certified transactions
    ("2.000913", 0.4, 2, 0.9),
    ("2.000942", 0.3, 1, 0.8),
    ("1.001193", 10.0, 1, 0.7),  # birth
    ("1.000656", 5.0, 1, 0.7),  # death
    ("1.000894", 4.5, 1, 0.7),  # marriage
    ("1.004873", 7.0, 3, 1.0),  # marital status
    ("1.004859", 2.8, 3, 1.3),  # corrections
    ("1.004884", 2.0, 5, 1.2),  # birth again
    ("1.004772", 0.9, 5, 1.2),
    ("1.001022", 0.4, 3, 1.0),
    ("1.004746", 0.3, 3, 1.0),
    ("1.001612", 3.6, 3, 1.2),  # household business
    ("2.000720", 1.8, 3, 1.2),
    ("1.001266", 1.2, 3, 1.0),
    ("1.001570", 0.6, 3, 1.0),
    ("1.116909", 2.6, 10, 1.8),  # social assistance
    ("1.001731", 0.9, 10, 1.5),
    ("1.001699", 0.9, 25, 2.0),  # disability
    ("1.010833", 1.2, 5, 1.3),
    ("1.013225", 1.1, 20, 2.6),  # building permits
    ("1.013229", 0.5, 15, 2.4),
    ("1.013978", 1.6, 20, 3.6),  # land
    ("1.013949", 0.6, 15, 3.4),
    ("1.012812", 0.4, 30, 4.0),
    ("2.002770", 0.8, 10, 1.4),
    ("1.003702", 0.6, 10, 1.1),
    ("1.014336", 0.5, 10, 1.1),
    ("2.001263", 0.15, 30, 1.2),
    ("1.013703", 0.1, 30, 1.5),
    ("1.004941", 0.1, 15, 1.0),
)

# The fields of each department, busiest first; inside a field its shipped procedures.
_DEPARTMENTS = {
    "Ban quản lý các khu công nghiệp": ("dau-tu-tai-viet-nam", "hoat-dong-xay-dung"),
    "Sở Công Thương": ("xuc-tien-thuong-mai", "thuong-mai-dien-tu"),
    "Sở Giáo dục và Đào tạo": (
        "giao-duc-va-dao-tao-thuoc-he-thong-giao-duc-quoc-dan",
        "van-bang-chung-chi",
    ),
    "Sở Ngoại vụ": ("hoi-nghi-hoi-thao-quoc-te",),
    "Sở Tư pháp": ("quoc-tich", "cong-chung", "luat-su"),
    "Sở Văn hóa, Thể thao và Du lịch": ("the-duc-the-thao", "van-hoa"),
    "Sở Y tế": ("kham-benh-chua-benh", "y-duoc-co-truyen", "my-pham"),
    "Sở Khoa học và Công nghệ": ("hoat-dong-khoa-hoc-va-cong-nghe", "buu-chinh"),
    "Sở Nội vụ": ("viec-lam", "nguoi-co-cong", "quan-ly-nha-nuoc-ve-hoi-quy"),
    "Sở Tài chính": ("thanh-lap-va-hoat-dong-cua-doanh-nghiep", "ho-tro-doanh-nghiep-nho-va-vua"),
    "Sở Xây dựng": ("duong-bo", "hoat-dong-xay-dung", "nha-o-va-cong-so"),
    "Sở Nông Nghiệp và Môi Trường": ("dat-dai", "trong-trot-va-bao-ve-thuc-vat", "thu-y"),
    "Sở Dân Tộc và Tôn Giáo": ("tin-nguong-ton-giao",),
}
LAND = "dat-dai"
_DEPARTMENT_DAYS = (3, 5, 7, 10, 15, 20)


def communes_demand() -> tuple[Demand, ...]:
    """The procedures of a commune's desks."""
    fields = {row["code"]: shipped.field_id(row["field_vi"]) for row in shipped.rows("procedures.csv")}
    return tuple(
        Demand(code, fields[code], weight, days, trouble) for code, weight, days, trouble in _COMMUNE
    )


def departments_demand() -> Mapping[str, tuple[Demand, ...]]:
    """The procedures of each department, by the department's short name."""
    provincial: dict[str, list[str]] = {}
    for row in shipped.rows("procedures.csv"):
        if row["authority"] == "tinh" and row["field_vi"]:
            provincial.setdefault(shipped.field_id(row["field_vi"]), []).append(row["code"])
    return {name: _ranked(provincial, fields) for name, fields in _DEPARTMENTS.items()}


def _ranked(provincial: Mapping[str, Sequence[str]], fields: Sequence[str]) -> tuple[Demand, ...]:
    """Weights fall as 1/rank, in a field and between fields, as demand for services does."""
    return tuple(
        Demand(
            code,
            field,
            weight=1 / (rank * place**1.5),
            days=_DEPARTMENT_DAYS[int(code[-1]) % len(_DEPARTMENT_DAYS)],
            trouble=1.6 if field == LAND else 0.8 + 0.05 * (int(code[-2]) % 9),
        )
        for place, field in enumerate(fields, 1)
        for rank, code in enumerate(provincial[field], 1)
    )
