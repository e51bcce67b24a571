"""Runs of watches: looking at what changed finds what looking at everything finds; parties, lists, days, kills."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gazetted
from gazetted.api import Record
from gazetted.watch.result import Alert
from gazetted.watch.run import run
from gazetted.watch.sinks import File
from gazetted.watch.state import State, state_path

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = NOON.date()
NAMES = ("Daniel Test Okoro", "Danyel Okoro", "Zarina Vell", "Zarina Wells", "Harbour Front", "Mole and Quay Ltd",
         "Front for the Harbour", "HF", "Omar Tarn", "Omar al-Tarn")  # fmt: skip
BIRTHS = ("", "1970", "1983-02-01")
ENTRIES = st.lists(
    st.tuples(
        st.integers(1, 4), st.sampled_from(("person", "organization", "any")), st.sampled_from(NAMES),
        st.sampled_from(("", *NAMES)), st.sampled_from(BIRTHS), st.sampled_from(("", "SY", "LB")),
    ),
    max_size=4, unique_by=lambda row: row[0],
)  # fmt: skip
CUSTOMERS = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(*(st.sampled_from(values) for values in (NAMES, BIRTHS, ("", "SY"), ("any", "person")))),
    min_size=1,
)  # fmt: skip


def _edition(record: Record, folder: Path, rows: Sequence[tuple[Any, ...]], day: dt.date, source: str = "own") -> None:
    lines = [f"{key},{kind},{name},{alias},{born},{country}" for key, kind, name, alias, born, country in rows]
    file = folder / f"{source}.csv"
    file.write_text("\n".join(["id,kind,name,aliases,born,countries", "99,any,Last of the List,,,", *lines]), "utf-8")
    record.load(file, source=source, date=day, force=True)


def _portfolio(path: Path, customers: dict[str, tuple[str, ...]]) -> None:
    rows = [f"{key},{','.join(row)}" for key, row in customers.items()]
    path.write_text("\n".join(["id,name,born,country,kind", *rows]), encoding="utf-8")


def _ticking() -> Any:
    hours = itertools.count()
    return lambda: NOON + dt.timedelta(minutes=next(hours))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(ENTRIES, ENTRIES, CUSTOMERS), min_size=2, max_size=3), st.booleans())
def test_what_changed_alone_gives_what_a_full_screening_gives(steps: list[Any], only: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "customers.csv"
        with gazetted.open(folder / "r.sqlite", builtin=False, clock=_ticking()) as record, closing(
            State(folder / "inverse.sqlite")
        ) as inverse, closing(State(folder / "full.sqlite")) as full:  # fmt: skip
            for state in (inverse, full):
                state.add("portfolio", str(file), lists=["own:own"] if only else [])
            for number, (one, other, customers) in enumerate(steps):
                day = dt.date(2026, 1, 1 + number)
                _edition(record, folder, one, day)
                _edition(record, folder, other, day, "second")
                _portfolio(file, customers)
                run(record.ledger, inverse, on=DAY, now=NOON)
                run(record.ledger, full, on=DAY, now=NOON, full=True)
                (left,), (right,) = inverse.watches(), full.watches()
                assert inverse.seen(left) == full.seen(right)
            inverse.open_sink("x")
            assert _alerts(inverse) == _alerts(full)


def _alerts(state: State) -> list[Alert]:
    return [alert for _, alert in state.pending("terminal")]


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with gazetted.open(tmp_path / "r.sqlite", builtin=False, clock=_ticking()) as opened:
        yield opened


def test_alerts_say_what_changed_for_whom_and_why(record: Record, tmp_path: Path) -> None:
    _portfolio(tmp_path / "c.csv", {"c1": ("Harbor Front", "", "", "any"), "c2": ("Nobody Much", "", "", "any")})
    _edition(record, tmp_path, [], dt.date(2026, 1, 1))
    with closing(State(tmp_path / "w.sqlite")) as state:
        state.add("portfolio", str(tmp_path / "c.csv"))
        state.add(
            "list", "own:own" if "own:own" in record.ledger.list_infos() else next(iter(record.ledger.list_infos()))
        )
        assert run(record.ledger, state, on=DAY, now=NOON).alerts == ()
        told: list[list[Alert]] = []
        for day, rows in enumerate(([(1, "organization", "Harbour Front", "", "", "")], []), 2):
            _edition(record, tmp_path, rows, dt.date(2026, 1, day))
            report = run(record.ledger, state, on=DAY, now=NOON)
            told.append([alert for _, alert in report.alerts])
            state.confirm("terminal", [number for number, _ in report.alerts])
        assert run(record.ledger, state, on=DAY, now=NOON).alerts == ()
    (match, listed), (ended, removed) = told
    assert (match.what, match.customer and match.customer["customer"]) == ("new match", "c1")
    assert "Harbor Front" in match.why
    assert match.after["standings"][0]["status"] == "in force"
    assert (listed.what, [event["what"] for event in listed.events]) == ("list changed", ["listed"])
    assert ended.what == "standing changed"
    assert ended.after["standings"][0]["status"] == "removed"
    assert [event["what"] for event in removed.events] == ["delisted"]
    assert len({alert.id for alerts in told for alert in alerts}) == 4


def test_a_party_is_told_of_when_the_day_alone_brings_a_change(builtin_path: Path, tmp_path: Path) -> None:
    with gazetted.open(builtin_path) as record, closing(State(tmp_path / "w.sqlite")) as state:
        state.add("party", record.party("HTS").party)
        assert run(record.ledger, state, on=dt.date(2025, 7, 1), now=NOON).alerts == ()
        ((_, alert),) = run(record.ledger, state, on=dt.date(2025, 7, 9), now=NOON).alerts
    assert alert.what == "party changed"
    assert "us.fto: removed, before in force" in alert.why
    assert alert.acts


def test_a_file_that_is_gone_fails_alone(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [], dt.date(2026, 1, 1))
    with closing(State(state_path(record.ledger.place))) as state:
        state.add("portfolio", str(tmp_path / "gone.csv"))
        _portfolio(tmp_path / "c.csv", {"c1": ("Last of the List", "", "", "any")})
        state.add("portfolio", str(tmp_path / "c.csv"))
        report = run(record.ledger, state, on=DAY, now=NOON)
    assert len(report.alerts) == 1
    (failure,) = report.failures
    assert "gone.csv" in failure


def test_kills_lose_no_alert_and_write_none_twice(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [(1, "any", "Harbour Front", "", "", "")], dt.date(2026, 1, 1))
    place, file, out = record.ledger.place, tmp_path / "c.csv", tmp_path / "alerts.jsonl"
    with closing(State(state_path(place))) as state:
        state.add("portfolio", str(file))
    command = [
        sys.executable,
        "-m",
        "gazetted",
        "watch",
        "run",
        "--on",
        "2026-03-01",
        "--jsonl",
        str(out),
        "--record",
        place,
    ]
    customers: dict[str, tuple[str, ...]] = {}
    chance = random.Random(6)
    life = 0.6
    for number in range(20):
        customers[f"c{number}"] = ("Harbor Front", "", "", "any")
        _portfolio(file, customers)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, life))
        process.send_signal(signal.SIGKILL)
        process.wait()
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    assert time.monotonic() - begun < 60
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(line["customer"]["customer"] for line in lines) == sorted(customers)
    assert len({line["id"] for line in lines}) == len(lines) == 20


def test_a_line_that_was_cut_off_is_written_again(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [(1, "any", "Harbour Front", "", "", "")], dt.date(2026, 1, 1))
    file, out = tmp_path / "c.csv", tmp_path / "alerts.jsonl"
    sink = File(out)
    with closing(State(tmp_path / "w.sqlite")) as state:
        state.add("portfolio", str(file))
        _portfolio(file, {"a": ("Harbor Front", "", "", "any"), "b": ("Harbour Front", "", "", "any")})
        run(record.ledger, state, on=DAY, now=NOON, sinks=[sink])
        whole = out.read_bytes()
        state._db.execute("DELETE FROM sent WHERE sink = ?", (sink.name,))  # as if killed before it was noted …
        state._db.execute("UPDATE sink SET place = 0")
        out.write_bytes(whole[:-9])  # … and in the middle of writing
        run(record.ledger, state, on=DAY, now=NOON, sinks=[sink])
        assert out.read_bytes() == whole
