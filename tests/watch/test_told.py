"""Alerts that were raised: the newest first, by what they are about, and which sinks have them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gazetted.watch.result import Alert, Observed
from gazetted.watch.state import State
from gazetted.watch.told import Filter, alerts_of, lists_of


def alert(number: int, **more: Any) -> Alert:
    given = {
        "id": f"a{number}",
        "created": "2026-03-01T12:00:00Z",
        "watch": 1,
        "kind": "list",
        "target": "us.fto",
        "what": "list changed",
        "party": f"p{number}",
        "name": f"P{number}",
        "why": "why",
        "on": "2026-03-01",
        "record": {},
        **more,
    }
    return Alert(**given)


def raised(state: State, *alerts: Alert) -> None:
    watch = state.watches()[0]
    assert state.keep(watch, Observed("2026-03-01T12:00:00Z", {}, {}, alerts))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with closing(State(tmp_path / "w.sqlite")) as opened:
        opened.add("list", "us.fto")
        yield opened


def test_the_newest_come_first_a_few_at_a_time(state: State) -> None:
    raised(state, *(alert(number) for number in range(1, 601)))
    seen: list[int] = []
    before: int | None = None
    for _ in range(10):
        found, before = alerts_of(state, Filter(before=before), 100)
        seen += [one.number for one in found]
        if before is None:
            break
    assert seen == list(range(600, 0, -1))
    found, before = alerts_of(state, Filter(party="p3"), 5)
    assert [one.alert.party for one in found] == ["p3"]
    assert before is None
    assert alerts_of(state, Filter(party="nobody"), 5) == ([], None)
    assert alerts_of(state, Filter(watch=1, what="list changed", list_key="us.fto"), 2)[0][0].number == 600


def test_sinks_are_told_by_their_kind_alone(state: State) -> None:
    raised(state, alert(1))
    for sink in ("terminal", "webhook:https://h.example/secret", "file:/srv/a.jsonl"):
        state.open_sink(sink)
    raised(state, alert(2), alert(3))
    state.confirm("file:/srv/a.jsonl", [2, 3])
    state.confirm("webhook:https://h.example/secret", [2])
    third, second, first = alerts_of(state, Filter(), 10)[0]
    assert (third.delivered, third.pending) == (("file",), ("webhook",))
    assert (second.delivered, second.pending) == (("file", "webhook"), ())
    assert (first.delivered, first.pending) == ((), ()), "raised before there was any sink"
    assert "secret" not in str(third.to_dict())


def test_an_alert_is_about_every_list_that_it_names() -> None:
    about = alert(
        1,
        kind="portfolio",
        target="c.csv",
        before={"standings": [{"list": "us.sdn"}]},
        after={"standings": [{"list": "us.sdn"}, {"list": "uk.sanctions"}]},
        events=({"list": "eu.fsf"}, {"list": None}),
        document={"signal": {"list": "un.sc"}},
    )
    assert lists_of(about) == ("eu.fsf", "us.sdn", "uk.sanctions", "un.sc")
    assert lists_of(alert(2, after=[{"list": "ca.sema"}])) == ("us.fto", "ca.sema")
