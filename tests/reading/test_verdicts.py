from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.standing import Standing
from gazetted.reading.verdicts import Question, Sources, answer, window_of
from gazetted.record.ledger import Ledger

_DAY = dt.date(2024, 12, 9)


def _event(what: str, date: str, **more: Any) -> Event:
    return Event(list_key="us.fto", entry="1", party="x", what=what, date=PartialDate(date), name="X", **more)  # type: ignore[arg-type]


def _standing(status: str, **more: Any) -> Standing:
    fields: dict[str, Any] = {
        "list_key": "us.fto",
        "status": status,
        "since": "2018-01-03",
        "until": None,
        "as_": "X",
        "name": "X",
        "through": None,
        "entry": "1",
        "programmes": (),
        "instrument": "",
        "source": "",
        "confidence": "high",
        "unconfirmed": None,
        "doubt": None,
        "newest": None,
    }
    return Standing(**(fields | more))


def _ask(says: str, when: str | None, events: list[Event], standings: list[Standing], **more: Any) -> Any:
    question = Question(
        says,
        "x",
        more.pop("keys", ("us.fto",)),
        more.pop("resolved", True),
        more.pop("accusable", True),
        when,
        _DAY,
        **more,
    )
    return answer(question, Sources(lambda party, on: standings, lambda party: events, str.title))


def test_a_listing_of_another_year_contradicts() -> None:
    found = _ask("listed", "2017", [_event("listed", "2019-04-15")], [])
    assert (found.verdict, found.note) == ("contradicted", "Listed on 2019-04-15, not 2017.")
    assert found.evidence[0]["date"] == "2019-04-15"


@pytest.mark.parametrize(
    ("events", "more"),
    [
        ([_event("listed", "2019-04-15")], {"accusable": False}),
        ([_event("listed", "2019-04-15")], {"resolved": False}),
        ([_event("listed", "2019-04-15")], {"keys": ("us.sdn",)}),
        ([_event("listed", "2019-04-15", unconfirmed="all")], {}),
        ([_event("listed", "2019-04-15", confidence="low")], {}),
        ([_event("listed", "2018-01-20")], {}),  # too near to the end of 2017 to be sure
        ([], {}),
    ],
)
def test_the_record_only_contradicts_where_it_is_sure(events: list[Event], more: dict[str, Any]) -> None:
    assert _ask("listed", "2017", events, [], **more).verdict == "not in record"


def test_an_announcement_counts_and_is_explained() -> None:
    found = _ask("delisted", "2025-07-07", [_event("delisted", "2025-07-28")], [])
    assert (found.verdict, found.note) == ("supported", "In the record: delisted, in force on 2025-07-28.")
    found = _ask("listed", "2025-02", [_event("listed", "2025-02-06", step="signed")], [])
    assert (found.verdict, found.note) == ("supported", "Signed on 2025-02-06.")


def test_states_on_a_day() -> None:
    assert _ask("listed", None, [], [_standing("in force")]).verdict == "supported"
    assert _ask("listed", None, [], [_standing("removed", until="2020-01-01")], state=True).verdict == "contradicted"
    assert _ask("not listed", None, [], [_standing("in force")]).verdict == "contradicted"
    assert _ask("not listed", None, [], []).verdict == "supported"
    assert _ask("delisted", None, [], [_standing("removed", until="2020-01-01")]).note == "Removed on 2020-01-01."


def test_a_listing_through_another_entry_is_explained() -> None:
    found = _ask("listed", None, [], [_standing("in force", through="front", since="2017-05-26")])
    assert found.note == "Listed on 2017-05-26 as a name of Front, not as an entry of its own."
    found = _ask("alias of", None, [], [_standing("in force", through="front")], alias_of="front")
    assert found.verdict == "supported"


def test_windows() -> None:
    assert window_of("2024-02") == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert window_of("2024-06/2024-08") == (dt.date(2024, 6, 1), dt.date(2024, 8, 31))
    assert window_of(None) is None
    assert window_of("the 1990s") is None


def test_what_the_record_tells_is_never_contradicted_by_it(ledger: Ledger) -> None:
    sources = Sources(lambda party, on: ledger.standings(party, on), ledger.history, str)
    asked = 0
    for event in ledger.changes(None, None, lists=["us.fto", "un.sc", "uk.proscribed", "eu.cp931", "ca.entities"]):
        if event.date is None or event.step != "effective" or event.what not in ("listed", "relisted", "delisted"):
            continue
        says = "delisted" if event.what == "delisted" else "listed"
        question = Question(
            says, event.about, (event.list_key or "",), True, True, event.date.iso[:4], dt.date(2026, 10, 1)
        )
        assert answer(question, sources).verdict == "supported", event
        asked += 1
    assert asked > 300
