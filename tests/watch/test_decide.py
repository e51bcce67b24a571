"""Decisions on matches: what is cleared is silent until the entry changes in a field that mattered."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import UsageError
from gazetted.screening.decision import Decision, Entry, decision, reopened
from gazetted.watch.decide import decide, matches_of
from gazetted.watch.result import Alert
from gazetted.watch.run import run
from gazetted.watch.state import State, state_of

if TYPE_CHECKING:
    from tests.conftest import Bench

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = NOON.date()
HEADER = "id,kind,name,aliases,born,countries,identifiers,listed,delisted,note"
FIRST = "1,person,Daniel Test Okoro,,1970,,,,,\n2,person,Zarina Vell,,,,,,,"


@pytest.fixture
def record(bench: Bench) -> Iterator[Record]:
    hours = itertools.count()
    with bench.cleared(), gazetted.open(
        bench.place(), builtin=False, clock=lambda: NOON + dt.timedelta(hours=next(hours))
    ) as opened:  # fmt: skip
        yield opened


@pytest.fixture
def state(record: Record, tmp_path: Path) -> Iterator[State]:
    (tmp_path / "c.csv").write_text("id,name,kind\nc1,Daniel Test Okoro,person\nc2,Zarina Vell,person\n", "utf-8")
    with closing(state_of(record.ledger.url)) as opened:
        opened.add("portfolio", str(tmp_path / "c.csv"))
        yield opened


def _load(record: Record, folder: Path, rows: str, day: int) -> None:
    (folder / "own.csv").write_text(f"{HEADER}\n9,any,Last of the List,,,,,,,\n{rows}\n", "utf-8")
    record.load(folder / "own.csv", source="own", date=dt.date(2026, 1, day), force=True)


def _told(record: Record, state: State, *, full: bool = False, on: dt.date = DAY) -> list[Alert]:
    report = run(record.ledger, state, on=on, now=NOON, full=full)
    state.confirm("terminal", [number for number, _ in report.alerts])
    return [alert for _, alert in report.alerts]


def _decide(record: Record, state: State, customer: str, party: str, verdict: str, reason: str = "another") -> Decision:
    return decide(record.ledger, state, 1, customer, party, verdict, reason=reason, user="ann", now=NOON)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,person,Daniel Test Okoro,,1970;1985,,,,,", "in birth dates (new: 1985)"),
        ("1,person,Daniel Test Okoro,Danyel Okoro,1970,,,,,", "in names (new: Danyel Okoro)"),
        ("1,person,Daniel Test Okoro,,1970,SY,,,,", "in countries (new: "),
        ("1,person,Daniel Test Okoro,,1970,,passport:A1,,,", "in identifiers (new: "),
        ("1,any,Daniel Test Okoro,,1970,,,,,", "in kind (new: any; gone: person)"),
        ("", "in lists (gone: own.own)"),
    ],
)
def test_a_cleared_match_comes_back_with_what_changed(
    record: Record, state: State, tmp_path: Path, row: str, said: str
) -> None:
    _load(record, tmp_path, FIRST, 1)
    first, _ = _told(record, state)
    assert first.party
    made = _decide(record, state, "c1", first.party, "cleared")
    assert made.entry is not None
    assert made.entry.names == ("Daniel Test Okoro",)
    assert _told(record, state) == []
    _load(record, tmp_path, FIRST.replace("Zarina Vell", "Zarina Vell II"), 2)
    assert [alert.party for alert in _told(record, state) if alert.party == first.party] == []
    _load(record, tmp_path, "\n".join(filter(None, (row, "2,person,Zarina Vell II,,,,,,,"))), 3)
    (again,) = (alert for alert in _told(record, state) if alert.party == first.party)
    assert again.what == "match reopened"
    assert f"Cleared by ann on 2026-03-01, and open again: the entry changed since {said}" in again.why
    assert again.decision
    assert again.decision["verdict"] == "cleared"
    assert _told(record, state) == [], "it is told once"
    _decide(record, state, "c1", first.party, "cleared", "looked again")
    assert _told(record, state) == []
    assert _told(record, state, full=True) == []


def test_a_cleared_match_is_silent_when_only_another_day_comes(record: Record, state: State, tmp_path: Path) -> None:
    _load(record, tmp_path, "1,person,Daniel Test Okoro,,,,,2026-01-01,2026-04-01,", 1)
    (first,) = _told(record, state)
    assert first.party
    _decide(record, state, "c1", first.party, "cleared")
    (again,) = _told(record, state, on=dt.date(2026, 5, 1))
    assert again.what == "match reopened"
    assert "in lists (gone: own.own)" in again.why


def test_a_confirmed_match_is_shown_as_confirmed(record: Record, state: State, tmp_path: Path) -> None:
    _load(record, tmp_path, FIRST, 1)
    party = next(alert.party for alert in _told(record, state) if alert.customer and alert.customer["customer"] == "c1")
    assert party
    _decide(record, state, "c1", party, "confirmed", "same passport")
    assert _told(record, state) == []
    (match,) = (one for one in matches_of(state, 1) if one["customer"] == "c1")
    assert (match["decision"]["verdict"], match["decision"]["reason"]) == ("confirmed", "same passport")
    _load(record, tmp_path, FIRST.split("\n")[1], 2)
    (alert,) = _told(record, state)
    assert alert.what == "standing changed"
    assert alert.decision
    assert alert.decision["verdict"] == "confirmed"
    assert "Confirmed by ann on 2026-03-01, and open again: the entry changed since in lists" in alert.why


def test_cleared_matches_are_listed_only_where_asked_for(record: Record, state: State, tmp_path: Path) -> None:
    _load(record, tmp_path, FIRST, 1)
    party = _told(record, state)[0].party
    assert party
    _decide(record, state, "c1", party, "cleared")
    _told(record, state)
    assert [one["customer"] for one in matches_of(state, 1)] == ["c2"]
    assert [one["customer"] for one in matches_of(state, 1, everything=True)] == ["c1", "c2"]


def test_a_decision_says_nothing_of_a_customer_of_another_name(record: Record, state: State, tmp_path: Path) -> None:
    _load(record, tmp_path, FIRST, 1)
    party = _told(record, state)[0].party
    assert party
    _decide(record, state, "c1", party, "cleared")
    _told(record, state)
    (tmp_path / "c.csv").write_text("id,name,kind\nc1,Daniel Okoro Test,person\n", "utf-8")
    (alert,) = (one for one in _told(record, state) if one.customer and one.customer["customer"] == "c1")
    assert alert.what == "match changed"
    assert alert.decision is None


def test_decisions_are_kept_and_the_last_one_counts(state: State) -> None:
    (watch,) = state.watches()
    entry = Entry(names=("A",))
    for verdict, time in (("cleared", "2026-01-01T00:00:00Z"), ("confirmed", "2026-01-02T00:00:00Z")):
        state.decide(watch, decision("c1", "a", verdict, reason="r", user="u", time=time, entry=entry))
    assert [made.verdict for _, made in state.decisions(watch)] == ["confirmed"]
    assert len(state.decisions(watch, all_of_them=True)) == 2
    state.remove(1)
    assert state.decisions(watch) == []


def test_what_lacks_something_is_no_decision(record: Record, state: State, tmp_path: Path) -> None:
    _load(record, tmp_path, FIRST, 1)
    party = _told(record, state)[0].party
    assert party
    with pytest.raises(UsageError, match="no match with"):
        _decide(record, state, "c1", "nobody", "cleared")
    with pytest.raises(UsageError, match="needs a reason"):
        _decide(record, state, "c1", party, "cleared", " ")
    with pytest.raises(UsageError, match="is no decision"):
        _decide(record, state, "c1", party, "perhaps")
    with pytest.raises(UsageError, match="longer than"):
        _decide(record, state, "c1", party, "cleared", "x" * 3000)


def test_without_what_the_entry_said_nothing_can_reopen() -> None:
    made: Any = decision("c1", "a", "cleared", reason="r", user="u", time="2026-01-01T00:00:00Z", entry=None)
    assert reopened(made, Entry(names=("B",))) is None
