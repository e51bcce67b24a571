"""The time axis of `history`: what is drawn is what the record answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.render.bars import CELLS, LABEL, bars, sample
from gazetted.render.words import Label

PARTY = Party(party="p", name="The Party")
KNOWN = {"a": Label("A list", "The list of A")}


def _event(day: str | None) -> Event:
    return Event(list_key="a", entry="1", party="p", what="listed", date=PartialDate(day) if day else None)


def _standing(status: str, **more: Any) -> Standing:
    form: dict[str, Any] = {
        "list": "a",
        "status": status,
        "since": None,
        "until": None,
        "as": "The Party",
        "name": "The Party",
    }
    form |= {"through": None, "entry": "1", "programmes": [], "instrument": "", "source": "", "confidence": "high"}
    return msgspec.convert(form | {"unconfirmed": None, "doubt": None, "newest": None} | more, Standing)


def _bar(events: Sequence[Event], newest: str, law: Any) -> str:
    lines = bars(PARTY, sample(events, newest, law), KNOWN)
    return lines[1][LABEL:]


def test_the_axis_spans_whole_years_and_shows_them() -> None:
    starts, samples = sample([_event("2012-05-05")], "2026-07-01", lambda _: [_standing("in force")])
    assert len(starts) == CELLS + 1
    assert (starts[0], starts[-1]) == (dt.date(2012, 1, 1), dt.date(2027, 1, 1))
    assert max(samples) <= dt.date(2026, 7, 1)
    axis = bars(PARTY, (starts, samples), KNOWN)[0]
    assert axis.split() == ["2012", "2014", "2016", "2018", "2020", "2022", "2024", "2026"]
    assert axis.index("2012") == LABEL
    assert len(axis) <= 80


def test_no_listing_is_too_short_to_be_seen() -> None:
    def law(day: dt.date) -> list[Standing]:
        return [_standing("in force" if dt.date(2021, 1, 19) <= day < dt.date(2021, 2, 16) else "removed")]

    bar = _bar([_event("1997"), _event("2021-01-19"), _event("2021-02-16")], "2026-01-01", law)
    assert bar.count("█") == 1
    assert set(bar) == {"█", "·"}


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (_standing("in force"), "█"),
        (_standing("in force", name="Another", **{"as": "Another"}), "▒"),
        (_standing("in force", **{"as": "Another"}), "█"),
        (_standing("contested"), "▓"),
        (_standing("suspended"), "░"),
    ],
)
def test_marks_and_their_meanings(standing: Standing, mark: str) -> None:
    lines = bars(PARTY, sample([_event("2020-01-01")], "2020-12-31", lambda _: [standing]), KNOWN)
    assert lines[1] == f"{'A list':<{LABEL}}{mark * CELLS}"
    assert len(lines) == 3
    assert lines[2].strip().startswith(mark)


def test_after_the_newest_fact_of_the_list_it_is_only_as_last_known() -> None:
    bar = _bar([_event("2020-01-01")], "2023-12-31", lambda _: [_standing("in force", newest="2021-12-30")])
    assert bar == "█" * (CELLS // 2) + "┄" * (CELLS // 2)


def test_after_the_newest_fact_of_the_record_nothing_is_drawn() -> None:
    bar = _bar([_event("2020-01-01")], "2021-12-31", lambda day: [_standing("in force")])
    assert bar == "█" * CELLS
    early = bars(PARTY, sample([_event("2020-01-01")], "2020-06-30", lambda _: [_standing("in force")]), KNOWN)[1]
    assert len(early[LABEL:]) < CELLS


def test_without_dates_there_is_no_axis() -> None:
    assert bars(PARTY, sample([_event(None)], "2026-01-01", lambda _: []), KNOWN) == []


def test_a_party_that_never_stood_has_no_bar() -> None:
    assert bars(PARTY, sample([_event("2020")], "2026-01-01", lambda _: [_standing("not listed")]), KNOWN) == []
