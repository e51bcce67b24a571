"""Erasing: of a customer, or of a whole watch, nothing is left in tables and files; what others need stays."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import UsageError
from gazetted.watch.decide import decide, matches_of
from gazetted.watch.erasing import feed_folder
from gazetted.watch.run import run
from gazetted.watch.state import State, state_of

if TYPE_CHECKING:
    from tests.conftest import Bench

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LIST = "id,kind,name\n1,person,Daniel Test Okoro\n2,person,Zarina Vell\n"
CUSTOMERS = "id,name,kind\nc1,Daniel Test Okoro,person\nc2,Zarina Vell,person\n"


@pytest.fixture
def record(bench: Bench, tmp_path: Path) -> Iterator[Record]:
    with bench.cleared(), gazetted.open(bench.place(), builtin=False, clock=lambda: NOON) as opened:
        (tmp_path / "own.csv").write_text(LIST, "utf-8")
        opened.load(tmp_path / "own.csv", source="own", date=dt.date(2026, 1, 1), force=True)
        yield opened


@pytest.fixture
def state(record: Record, tmp_path: Path) -> Iterator[State]:
    """A portfolio of two customers, each with a match, a decision and an alert; and a list that is watched."""
    (tmp_path / "c.csv").write_text(CUSTOMERS, "utf-8")
    with closing(state_of(record.ledger.url)) as opened:
        opened.add("portfolio", str(tmp_path / "c.csv"))
        opened.add("list", "own.own")
        _run(record, opened)
        for match in matches_of(opened, 1):
            decide(
                record.ledger, opened, 1, match["customer"], match["party"], "confirmed", reason="r", user="u", now=NOON
            )
        opened.confirm("terminal", [1])
        yield opened


def _run(record: Record, state: State) -> None:
    assert run(record.ledger, state, on=NOON.date(), now=NOON).failures == ()


def _kept(state: State) -> dict[str, int]:
    """Rows that speak of each customer, in all tables."""
    tables = ("customer", "seen", "decision", "alert")
    rows = [str(row) for table in tables for row in state._db.rows(f"SELECT * FROM @{table}")]
    marks = ("'{}'", "'{}\\x1f", '"{}"')
    return {key: sum(any(mark.format(key) in row for mark in marks) for row in rows) for key in ("c1", "c2")}


def test_all_that_is_kept_of_a_customer_is_erased_and_nothing_of_another(state: State) -> None:
    assert _kept(state) == {"c1": 4, "c2": 4}
    gone = state.forget(1, "c1")
    assert gone.to_dict() == {"customers": 1, "matches": 1, "decisions": 1, "alerts": 1}
    assert _kept(state) == {"c1": 0, "c2": 4}
    assert {row[1] for row in state._db.rows("SELECT * FROM @sent")} <= {number for number, _ in state.alerts(None, 9)}
    assert list(state.place_of(state.watches()[0]).parent.glob("*.rows")) == []


def test_who_is_still_in_the_file_is_new_at_the_next_run(record: Record, state: State, tmp_path: Path) -> None:
    state.forget(1, "c1")
    _run(record, state)
    assert [match["customer"] for match in matches_of(state, 1)] == ["c1", "c2"]
    assert [alert.customer and alert.customer["customer"] for _, alert in state.alerts(None, 9)] == ["c1", "c2"]
    state.forget(1, "c1")
    (tmp_path / "c.csv").write_text("id,name,kind\nc2,Zarina Vell,person\n", "utf-8")
    _run(record, state)
    assert _kept(state)["c1"] == 0


def test_a_run_that_was_under_way_brings_nobody_back(state: State) -> None:
    from gazetted.watch.result import Observed

    watch, before = state.watches()[0], state.seen(state.watches()[0])
    state.forget(1, "c1")
    assert not state.keep(watch, Observed("2026-03-01T12:00:00Z", {"c1": "x"}, before, ()))
    assert _kept(state)["c1"] == 0


def test_a_customer_who_left_the_file_can_be_erased(record: Record, state: State, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name,kind\nc2,Zarina Vell,person\n", "utf-8")
    _run(record, state)
    assert _kept(state)["c1"] == 2, "the decision and the alert stay until they are erased"
    assert state.forget(1, "c1").to_dict() == {"customers": 0, "matches": 0, "decisions": 1, "alerts": 1}
    with pytest.raises(UsageError, match="Nothing is kept of a customer c1"):
        state.forget(1, "c1")
    assert state.watches()[0].runs == 3, "what was refused changed nothing"


def test_of_a_removed_watch_nothing_is_left(state: State) -> None:
    place = state.place_of(state.watches()[0])
    feed_folder(place).mkdir()
    (feed_folder(place) / "feed.xml").write_text("<rss/>", "utf-8")
    gone = state.remove(1)
    assert gone.watch is not None
    assert gone.to_dict() == {"customers": 2, "matches": 2, "decisions": 2, "alerts": 2}
    assert _kept(state) == {"c1": 0, "c2": 0}
    assert list(place.parent.glob(f"{place.name}*")) == []
    assert [watch.kind for watch in state.watches()] == ["list"]
    with pytest.raises(UsageError, match="Nothing with the number 1"):
        state.remove(1)


def test_what_an_earlier_version_left_of_a_removed_watch_is_erased(state: State) -> None:
    with state._db.step() as step:
        step.run("DELETE FROM @watch WHERE number = 1")
    gone = state.remove(1)
    assert (gone.watch, gone.alerts) == (None, 2)
    assert _kept(state) == {"c1": 0, "c2": 0}


def test_nothing_of_what_is_erased_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    with closing(State(path)) as state, state._db.step() as step:
        body = '{"watch":1,"customer":{"customer":"c1","name":"NOBODY ELSE"}}'
        step.many("INSERT INTO @alert (id, body) VALUES (?, ?)", [(str(n), body) for n in range(2500)])
    size = path.stat().st_size
    with closing(State(path)) as state:
        assert state.forget(1, "c1").alerts == 2500
    assert b"NOBODY ELSE" not in path.read_bytes()
    assert path.stat().st_size < size / 2


def test_what_another_reads_meanwhile_is_erased_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    with closing(State(path)) as state:
        with state._db.step() as step:
            step.run("INSERT INTO @alert (id, body) VALUES ('x', '{\"watch\":1}')")
        with closing(sqlite3.connect(path)) as other:
            other.execute("SELECT count(*) FROM alert").fetchall()
            assert state.remove(1).alerts == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "w.sqlite"
    old: Any = os.umask(0o022)
    try:
        State(path).close()
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o640)
    State(path).close()
    assert path.stat().st_mode & 0o777 == 0o640, "what is there keeps its mode"
