"""Partial dates: what they mean, how they compare, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import BadDateError
from gazetted.model.dates import PartialDate, parse_day, parse_moment

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_of_any_precision_holds_the_day_it_was_cut_from(day: dt.date, length: int) -> None:
    date = PartialDate.parse(day.isoformat()[:length])
    assert date.earliest() <= day <= date.latest()
    assert {4: "year", 7: "month", 10: "day"}[length] == date.precision
    assert PartialDate.parse(str(date)) == date


@given(DAYS, DAYS)
def test_order_is_that_of_the_days(left: dt.date, right: dt.date) -> None:
    assert (PartialDate.of(left) < PartialDate.of(right)) == (left < right)


def test_a_year_comes_before_its_days_end_and_after_the_year_before() -> None:
    assert PartialDate("2016-12-31") < PartialDate("2017") < PartialDate("2018-01-01")


def test_every_comparison_is_there() -> None:
    year, month = PartialDate("2017"), PartialDate("2017-06")
    assert year <= year <= month
    assert month >= month >= year
    assert month > year
    assert not year > year


@pytest.mark.parametrize(
    "text",
    ["", "2024-13", "2024-02-30", "24-01-01", "2024/01/01", "yesterday", "2024-1-1", "٢٠٢٤", "0000", "2024-01-01T00"],
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(BadDateError, match="write a day as 2024-12-09"):
        PartialDate.parse(text)


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except BadDateError:
        return
    assert date.earliest() <= date.latest()


def test_a_month_is_no_day() -> None:
    with pytest.raises(BadDateError, match="not a whole day"):
        parse_day("2024-12")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T14:00:00Z", "2026-11-22T14:00:00+00:00"),
        ("2026-11-22T14:00:00+02:00", "2026-11-22T12:00:00+00:00"),
        ("2026-11-22T14:00", "2026-11-22T14:00:00+00:00"),
        ("2026-11-22", "2026-11-22T23:59:59.999999+00:00"),
    ],
)
def test_a_moment_is_in_utc_and_a_day_means_its_end(text: str, moment: str) -> None:
    assert parse_moment(text).isoformat() == moment


@pytest.mark.parametrize("text", ["soon", "2026-11", "2026-11-22T25:00", ""])
def test_no_moment_is_refused(text: str) -> None:
    with pytest.raises(BadDateError, match="is not a moment"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["2024-00", "2024-00-10", "2024-10-00", "0000", "0000-01-01"])
def test_there_is_no_month_or_day_zero(text: str) -> None:
    with pytest.raises(BadDateError, match="is not a date"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_the_calendar_is_none(text: str) -> None:
    with pytest.raises(BadDateError, match="is not a moment"):
        parse_moment(text)
