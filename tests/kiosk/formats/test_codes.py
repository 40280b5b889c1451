"""National codes are text, compared by their national part, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors.faults import Fault
from kiosk.formats import codes

DIGIT = st.sampled_from("0123456789")
NATIONAL = st.builds(
    lambda first, rest: f"{first}.{''.join(rest)}",
    st.sampled_from("123456789"),
    st.lists(DIGIT, min_size=6, max_size=6),
)
PROVINCE = st.sampled_from(["H01", "H44", "H61", "G12"])


@pytest.mark.parametrize(
    ("raw", "national"),
    [
        ("1.001193", "1.001193"),
        ("2.000815", "2.000815"),
        ("1.010708.000.00.00.H56", "1.010708"),
        ("1.010708.H56", "1.010708"),
        ("1.010708.000.00.00.H56.01", "1.010708"),
        ("1.001193.02", "1.001193"),
    ],
)
def test_local_copies_and_cases_are_the_same_procedure(raw: str, national: str) -> None:
    assert codes.procedure_code(raw) == codes.ProcedureCode(national, raw)


@given(NATIONAL, PROVINCE, st.integers(0, 99))
def test_a_suffix_never_changes_the_national_code(national: str, province: str, case: int) -> None:
    for raw in (national, f"{national}.000.00.00.{province}", f"{national}.{case:02d}"):
        assert codes.procedure_code(raw).national == national
        assert codes.procedure_code(raw).raw == raw


@given(NATIONAL)
def test_a_code_that_went_through_a_number_is_accepted_only_if_it_came_back_whole(code: str) -> None:
    spoilt = repr(float(code))
    if spoilt == code:
        assert codes.procedure_code(spoilt).national == code
    else:
        with pytest.raises(Fault, match="spreadsheet"):
            codes.procedure_code(spoilt)


@pytest.mark.parametrize("raw", ["1.0001", "1.00012", "2", "1,001193", "1.1"])
def test_codes_with_lost_digits_are_refused_with_the_cause(raw: str) -> None:
    with pytest.raises(Fault, match="spreadsheet turned into a number"):
        codes.procedure_code(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "0.001193",
        "1.0011931",
        "1.00119a",
        "1.001193.",
        "x1.001193",
        "1.001193\n",
        "1.٠٠١١٩٣",
        "1-001193",
    ],
)
def test_other_text_is_no_procedure_code(raw: str) -> None:
    with pytest.raises(Fault, match="not a procedure code"):
        codes.procedure_code(raw)


@pytest.mark.parametrize(
    ("raw", "organisation", "received", "serial"),
    [
        ("000.17.22.H56-210531-0001", "000.17.22.H56", date(2021, 5, 31), "0001"),
        ("H15.50.05.13-261008-0975", "H15.50.05.13", date(2026, 10, 8), "0975"),
        ("H44-240229-1234567", "H44", date(2024, 2, 29), "1234567"),
    ],
)
def test_a_dossier_code_is_taken_apart(raw: str, organisation: str, received: date, serial: str) -> None:
    assert codes.dossier_code(raw) == codes.DossierCode(raw, organisation, received, serial)


@given(PROVINCE, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 9_999_999))
def test_every_real_day_makes_a_dossier_code(province: str, day: date, serial: int) -> None:
    assert codes.dossier_code(f"{province}-{day:%y%m%d}-{serial:04d}").received == day


@pytest.mark.parametrize("day", ["250229", "261301", "260431", "260800", "260010"])
def test_a_dossier_of_a_day_that_never_was_is_refused(day: str) -> None:
    with pytest.raises(Fault, match="never was"):
        codes.dossier_code(f"H44.5-{day}-0001")


@pytest.mark.parametrize(
    "raw",
    ["", "H44.5-260817-001", "H44.5-260817-12345678", "h44.5-260817-0001", "44.5-260817-0001",
     "H44.1234-260817-0001", "H44.5-260817", "H44.5-260817-0001 ", "00.17.22.H56-210531-0001"],
)  # fmt: skip
def test_other_text_is_no_dossier_code(raw: str) -> None:
    with pytest.raises(Fault, match="not a dossier code"):
        codes.dossier_code(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("H55", "H55"),
        ("H55.242", "H55.242"),
        ("000.00.00.H55", "H55"),
        ("000.17.22.H56", "000.17.22.H56"),  # its groups have no certain equal in the new form
    ],
)
def test_organisation_codes_of_both_forms_are_known(raw: str, code: str) -> None:
    assert codes.organisation_code(raw) == code


@pytest.mark.parametrize("raw", ["", "55", "HH5", "H55.", "H55.1234", "000.00.H55", "00.00.00.H55"])
def test_other_text_is_no_organisation(raw: str) -> None:
    with pytest.raises(Fault, match="not an organisation code"):
        codes.organisation_code(raw)


@pytest.mark.parametrize("raw", ["H44.5-1", "ho-tich", "A_1", "x" * 64, "1"])
def test_plain_identifiers_stay_as_they_are(raw: str) -> None:
    assert codes.identifier(raw) == raw


def test_a_province_has_one_identifier_in_either_form() -> None:
    assert codes.identifier("000.00.00.H44") == codes.identifier("H44")


@pytest.mark.parametrize("raw", ["", "x" * 65, "hộ-tịch", "a b", "a/b", "../a", ".a", "-a", "a\n"])
def test_what_cannot_stand_in_an_address_is_no_identifier(raw: str) -> None:
    with pytest.raises(Fault, match="cannot be a code"):
        codes.identifier(raw)
