"""The kinds of catalogue items: their columns, what a row of each means, what it refers to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import N_
from ..errors.faults import Fault
from ..formats import codes
from ..formats.tables import Column
from ..words import fold, slug

Values = Mapping[str, str]
Content = dict[str, str | None]

# How messages call them; the keys of KINDS.
KIND_NAMES = (
    N_("unit"),
    N_("centre"),
    N_("counter"),
    N_("field"),
    N_("procedure"),
    N_("officer"),
)
UNIT_KINDS = {
    **{word: word for word in ("province", "department", "commune")},
    **{"tinh": "province", "thanh_pho": "province"},  # 28 and 6 of the 34
    **{"so": "department", "ban": "department", "nganh": "department"},
    **{"xa": "commune", "phuong": "commune", "dac_khu": "commune"},
}
AUTHORITIES = {
    **{word: word for word in ("commune", "province", "ministry")},
    **{"xa": "commune", "tinh": "province", "bo": "ministry"},
}
_DATES = (Column("valid_from", ("tu_ngay",)), Column("valid_to", ("den_ngay",)))
_SUCCESSOR = Column("successor_id", ("ma_thay_the",))


@dataclass(frozen=True)
class Kind:
    """One kind of item.

    columns: what a table may hold. content: columns of the version table, after its dates.
    read: a row of text → {key and content columns: value}; raises Fault.
    references: content column → the kind it refers to.
    """

    name: str
    columns: tuple[Column, ...]
    content: tuple[str, ...]
    read: Callable[[Values], Content]
    references: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The column that holds the item's id."""
        return f"{self.name}_id"


def _name(values: Values) -> str:
    if not values["name"]:
        raise Fault(N_("{column} is empty."), column="name")
    return values["name"]


def _id(values: Values, column: str) -> str:
    if not values[column]:
        raise Fault(N_("{column} is empty."), column=column)
    return codes.identifier(values[column])


def _optional_id(values: Values, column: str) -> str | None:
    return codes.identifier(values[column]) if values.get(column) else None


def _word(values: Values, column: str, words: Mapping[str, str]) -> str:
    found = words.get(slug(values[column]).replace("-", "_"))
    if found is None:
        raise Fault(
            N_("{column}: “{given}” is not one of: {choices}."),
            column=column,
            given=values[column],
            choices=", ".join(words),
        )
    return found


def _unit(values: Values) -> Content:
    kind = _word(values, "kind", UNIT_KINDS)
    parent_id = _optional_id(values, "parent_id")
    if (kind == "province") != (parent_id is None):
        raise Fault(N_("a province has no parent unit; departments and communes need one."))
    return {
        "unit_id": _id(values, "unit_id"),
        "name": _name(values),
        "kind": kind,
        "parent_id": parent_id,
        "successor_id": _optional_id(values, "successor_id"),
    }


def _centre(values: Values) -> Content:
    return {
        "centre_id": _id(values, "centre_id"),
        "name": _name(values),
        "unit_id": _id(values, "unit_id"),
    }


def _counter(values: Values) -> Content:
    return {
        "counter_id": codes.counter_code(_id(values, "counter_id")),
        "name": _name(values),
        "centre_id": _id(values, "centre_id"),
        "field_id": _optional_id(values, "field_id"),
    }


def _field(values: Values) -> Content:
    return {
        "field_id": _optional_id(values, "field_id") or codes.identifier(slug(_name(values))[:64]),
        "name": _name(values),
        "name_en": values.get("name_en") or None,
    }


def _procedure(values: Values) -> Content:
    code = codes.procedure_code(values["procedure_id"])
    successor = values.get("successor_id")
    return {
        "procedure_id": code.national,
        "name": _name(values),
        "name_en": values.get("name_en") or None,
        "folded": fold(values["name"]),
        "field_id": _optional_id(values, "field_id"),
        "authority": _word(values, "authority", AUTHORITIES) if values.get("authority") else None,
        "raw_code": code.raw,
        "successor_id": codes.procedure_code(successor).national if successor else None,
    }


def _officer(values: Values) -> Content:
    return {
        "officer_id": _id(values, "officer_id"),
        "name": _name(values),
        "position": values.get("position") or None,
        "unit_id": _id(values, "unit_id"),
    }


def _kind(
    read: Callable[[Values], Content],
    columns: tuple[Column, ...],
    content: str,
    **references: str,
) -> Kind:
    name = read.__name__.removeprefix("_")
    return Kind(name, (*columns, *_DATES), tuple(content.split()), read, references)


def _key(name: str, *aliases: str) -> Column:
    return Column(name, ("ma", *aliases), required=True)


_NAME = Column("name", ("ten",), required=True)
_NAME_EN = Column("name_en", ("ten_tieng_anh",))
_OF_UNIT = Column("unit_id", ("ma_don_vi",), required=True)
_OF_FIELD = Column("field_id", ("ma_linh_vuc",))

KINDS = {
    kind.name: kind
    for kind in (
        _kind(
            _unit,
            (
                _key("unit_id", "ma_don_vi"),
                _NAME,
                Column("kind", ("loai",), required=True),
                Column("parent_id", ("ma_cap_tren",)),
                _SUCCESSOR,
            ),
            "name kind parent_id successor_id",
            parent_id="unit",
            successor_id="unit",
        ),
        _kind(
            _centre, (_key("centre_id", "ma_trung_tam"), _NAME, _OF_UNIT), "name unit_id", unit_id="unit"
        ),
        _kind(
            _counter,
            (
                _key("counter_id", "ma_quay"),
                _NAME,
                Column("centre_id", ("ma_trung_tam",), required=True),
                _OF_FIELD,
            ),
            "name centre_id field_id",
            centre_id="centre",
            field_id="field",
        ),
        _kind(_field, (Column("field_id", ("ma", "ma_linh_vuc")), _NAME, _NAME_EN), "name name_en"),
        _kind(
            _procedure,
            (
                _key("procedure_id", "ma_thu_tuc"),
                _NAME,
                _NAME_EN,
                _OF_FIELD,
                Column("authority", ("cap_thuc_hien",)),
                _SUCCESSOR,
            ),
            "name name_en folded field_id authority raw_code successor_id",
            field_id="field",
            successor_id="procedure",
        ),
        _kind(
            _officer,
            (_key("officer_id", "ma_can_bo"), _NAME, Column("position", ("chuc_vu",)), _OF_UNIT),
            "name position unit_id",
            unit_id="unit",
        ),
    )
}
