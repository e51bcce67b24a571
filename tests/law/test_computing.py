"""Days that the law computes."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from gazetted.law.computing import after, computed_days
from gazetted.law.library import law_of
from gazetted.model.dates import PartialDate
from gazetted.model.event import Event

LAID = Event(
    list_key="uk.proscribed",
    entry="e",
    party="p",
    what="name removed",
    step="announced",
    name="X",
    date=PartialDate("2025-10-21"),
)
LISTED = Event(list_key="au.terrorist", entry="a", party="p", what="listed", name="X", date=PartialDate("2022-02-17"))


def _days(key: str, *events: Event, on: str = "2026-01-01") -> list[str]:
    law = law_of(key)
    assert law is not None
    return [str(one.day) for one in computed_days(key, law, events, dt.date.fromisoformat(on))]


def test_a_name_order_is_revoked_on_the_21st_day_after_laying() -> None:
    assert _days("uk.proscribed", LAID) == ["2025-11-11"]
    assert _days("uk.proscribed", LAID, on="2025-10-21") == ["2025-11-11"]
    assert _days("uk.proscribed", LAID, on="2025-10-20") == []


def test_an_own_order_coming_into_force_is_not_counted() -> None:
    assert _days("uk.proscribed", msgspec.structs.replace(LAID, step="effective")) == []
    assert _days("uk.proscribed", msgspec.structs.replace(LAID, what="listed")) == []
    assert _days("uk.proscribed", msgspec.structs.replace(LAID, list_key="uk.sanctions")) == []


def test_an_australian_listing_ends_after_three_years_unless_made_again() -> None:
    assert _days("au.terrorist", LISTED) == ["2025-02-17"]
    again = msgspec.structs.replace(LISTED, what="relisted", date=PartialDate("2025-02-10"))
    assert _days("au.terrorist", LISTED, again) == ["2028-02-10"]
    assert _days("au.terrorist", LISTED, again, on="2025-02-09") == ["2025-02-17"]


def test_two_entries_have_two_terms() -> None:
    other = msgspec.structs.replace(LISTED, entry="b", date=PartialDate("2023-05-01"))
    assert _days("au.terrorist", LISTED, other) == ["2025-02-17", "2026-05-01"]


@pytest.mark.parametrize("date", [None, PartialDate("2022"), PartialDate("2022-02")])
def test_from_a_day_that_is_not_known_nothing_is_computed(date: PartialDate | None) -> None:
    assert _days("au.terrorist", msgspec.structs.replace(LISTED, date=date)) == []


def test_a_leap_day_has_its_term_on_the_first_of_march() -> None:
    law = law_of("au.terrorist")
    assert law is not None
    assert after(dt.date(2024, 2, 29), law.term[0]) == dt.date(2027, 3, 1)
    assert after(dt.date(2023, 2, 28), law.term[0]) == dt.date(2026, 2, 28)
