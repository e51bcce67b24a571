from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.sources.dates import Order, iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 Mar 1962", "1962-03-12"),
        ("12 March 1962", "1962-03-12"),
        ("12-Mar-1962", "1962-03-12"),
        ("12th of March 1962", "1962-03-12"),
        ("March 12, 1962", "1962-03-12"),
        ("Sept. 1962", "1962-09"),
        ("Mar 1962", "1962-03"),
        ("1962", "1962"),
        ("12/03/1962", "1962-03-12"),
        ("12.3.1962", "1962-03-12"),
        ("03/1962", "1962-03"),
        ("00/00/1962", "1962"),
        ("00/03/1962", "1962-03"),
        ("1962-03-12", "1962-03-12"),
        ("1962-03", "1962-03"),
        ("1962-03-12T00:00:00", "1962-03-12"),
        ("1962-03-12T00:00:00Z", "1962-03-12"),
        ("1962-03-12+02:00", "1962-03-12"),
        ("2010-05-21T10:00:00.123+02:00", "2010-05-21"),
        ("19620312", "1962-03-12"),
        ("12 Mar 1962 (Gregorian calendar)", "1962-03-12"),
        ("circa 1962", "circa 1962"),
        ("c. 1962", "circa 1962"),
        ("c1962", "circa 1962"),
        ("ca. Mar 1962", "circa 1962-03"),
        ("Approximately 1962", "circa 1962"),
        ("(approximately) 1962", "circa 1962"),
        ("1962 (approximately)", "circa 1962"),
        ("1960 to 1965", "1960/1965"),
        ("1960-1965", "1960/1965"),
        ("1960/1965", "1960/1965"),
        ("Between 1960 and 1965", "1960/1965"),
        ("circa 1960-1965", "circa 1960/1965"),
        ("01 Jan 1960 to 31 Dec 1961", "1960-01-01/1961-12-31"),
        ("Jan 1960 to Mar 1960", "1960-01/1960-03"),
        ("Jan to Mar 1960", "1960-01/1960-03"),
        ("1970s", "1970/1979"),
        ("1960 to 1960", "1960"),
        ("circa 1960/1965", "circa 1960/1965"),
    ],
)
def test_forms_met_in_lists(text: str, iso: str) -> None:
    assert iso_date(text) == iso


def test_month_first_where_the_publisher_writes_so() -> None:
    assert iso_date("03/10/2021", order="MDY") == "2021-03-10"
    assert iso_date("03/10/2021", order="DMY") == "2021-10-03"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "12 Mar",
        "12/03/62",
        "31 Feb 1962",
        "1962-13",
        "13/13/1962",
        "Moscow 1962",
        "1965 to 1960",
        "9" * 5000,
        "0962",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert iso_date(text) is None


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_whole_days_survive_each_way_of_writing(day: dt.date) -> None:
    iso = day.isoformat()
    assert iso_date(iso) == iso
    assert iso_date(f"{day.day:02d}/{day.month:02d}/{day.year}") == iso
    assert iso_date(f"{day.month:02d}/{day.day:02d}/{day.year}", order="MDY") == iso
    assert iso_date(f"circa {day.day} {day:%B} {day.year}") == f"circa {iso}"


_PARTIAL = r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?"


@given(st.text(alphabet="0123456789/-. ,circaMrofbetwn()T:Zs", max_size=40), st.sampled_from(["DMY", "MDY"]))
def test_any_text_gives_an_iso_form_that_reads_back_as_itself(text: str, order: Order) -> None:
    found = iso_date(text, order=order)
    if found is not None:
        assert re.fullmatch(rf"(?:circa )?{_PARTIAL}(?:/{_PARTIAL})?", found)
        assert iso_date(found) == found
