"""Runs of watches: looking at what changed finds what looking at everything finds; parties, lists, days, kills."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gazetted
from gazetted.api import Record
from gazetted.watch.decide import decide
from gazetted.watch.result import Alert
from gazetted.watch.run import run
from gazetted.watch.sinks import File
from gazetted.watch.state import State, state_of

if TYPE_CHECKING:
    from tests.conftest import Bench

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = NOON.date()
NAMES = ("Daniel Test Okoro", "Danyel Okoro", "Zarina Vell", "Zarina Wells", "Harbour Front", "Mole and Quay Ltd",
         "Front for the Harbour", "HF", "Omar Tarn", "Omar al-Tarn")  # fmt: skip
BIRTHS = ("", "1970", "1983-02-01")
ENTRIES = st.lists(
    st.tuples(
        st.integers(1, 4), st.sampled_from(("person", "organization", "any")), st.sampled_from(NAMES),
        st.sampled_from(("", *NAMES)), st.sampled_from(BIRTHS), st.sampled_from(("", "SY", "LB")),
        st.sampled_from(("", "passport:A1", "passport:B2")), st.sampled_from(("", "2026-03-20")),
    ),
    max_size=4, unique_by=lambda row: row[0],
)  # fmt: skip
CUSTOMERS = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(
        *(
            st.sampled_from(values)
            for values in ((*NAMES, "Nobody Much"), BIRTHS, ("", "SY"), ("any", "person"), ("", "passport:A1"))
        )
    ),
    min_size=1,
)  # fmt: skip


def _edition(record: Record, folder: Path, rows: Sequence[tuple[Any, ...]], day: dt.date, source: str = "own") -> None:
    lines = [",".join(map(str, row)) for row in rows]
    file = folder / f"{source}.csv"
    header = "id,kind,name,aliases,born,countries,identifiers,delisted"
    file.write_text("\n".join([header, "99,any,Last of the List,,,,,", *lines]), "utf-8")
    record.load(file, source=source, date=day, force=True)


def _portfolio(path: Path, customers: dict[str, tuple[str, ...]]) -> None:
    rows = [f"{key},{','.join(row)}" for key, row in customers.items()]
    path.write_text("\n".join(["id,name,born,country,kind,ids", *rows]), encoding="utf-8")


def _ticking() -> Any:
    hours = itertools.count()
    return lambda: NOON + dt.timedelta(minutes=next(hours))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(ENTRIES, ENTRIES, CUSTOMERS, st.sampled_from((0, 0, 40))), min_size=2, max_size=3), st.booleans()
)
def test_what_changed_alone_gives_what_a_full_screening_gives(bench: Bench, steps: list[Any], only: bool) -> None:
    with bench.cleared(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "customers.csv"
        with gazetted.open(bench.place(), builtin=False, clock=_ticking()) as record, closing(
            state_of(record.ledger.url)
        ) as inverse, closing(state_of(bench.place())) as full:  # fmt: skip
            for state in (inverse, full):
                state.add("portfolio", str(file), lists=["own.own"] if only else [])
            on = DAY
            for number, (one, other, customers, later) in enumerate(steps):
                day, on = dt.date(2026, 1, 1 + number), on + dt.timedelta(days=later)
                _edition(record, folder, one, day)
                _edition(record, folder, other, day, "second")
                _portfolio(file, customers)
                run(record.ledger, inverse, on=on, now=NOON)
                run(record.ledger, full, on=on, now=NOON, full=True)
                (left,), (right,) = inverse.watches(), full.watches()
                assert inverse.seen(left) == full.seen(right)
                for subject in sorted(full.seen(right))[:number]:
                    customer, _, party = subject.partition("\x1f")
                    for state in (inverse, full):
                        decide(record.ledger, state, 1, customer, party, "cleared", reason="r", user="u", now=NOON)
            inverse.open_sink("x")
            assert _alerts(inverse) == _alerts(full)


def _alerts(state: State) -> list[Alert]:
    return [alert for _, alert in state.pending("terminal")]


@pytest.fixture
def record(bench: Bench) -> Any:
    with bench.cleared(), gazetted.open(bench.place(), builtin=False, clock=_ticking()) as opened:
        yield opened


def test_alerts_say_what_changed_for_whom_and_why(record: Record, tmp_path: Path) -> None:
    _portfolio(
        tmp_path / "c.csv", {"c1": ("Harbor Front", "", "", "any", ""), "c2": ("Nobody Much", "", "", "any", "")}
    )
    _edition(record, tmp_path, [], dt.date(2026, 1, 1))
    with closing(state_of(record.ledger.url)) as state:
        state.add("portfolio", str(tmp_path / "c.csv"))
        state.add("list", "own.own")
        assert run(record.ledger, state, on=DAY, now=NOON).alerts == ()
        told: list[list[Alert]] = []
        for day, rows in enumerate(([(1, "organization", "Harbour Front", "", "", "", "", "")], []), 2):
            _edition(record, tmp_path, rows, dt.date(2026, 1, day))
            report = run(record.ledger, state, on=DAY, now=NOON)
            told.append([alert for _, alert in report.alerts])
            state.confirm("terminal", [number for number, _ in report.alerts])
        assert run(record.ledger, state, on=DAY, now=NOON).alerts == ()
    (match, listed), (ended, removed) = told
    assert "own.own in force since 2026-01-02" in match.why
    assert "own.own removed 2026-01-03" in ended.why
    assert (match.what, match.customer and match.customer["customer"]) == ("new match", "c1")
    assert "Harbor Front" in match.why
    assert match.after["standings"][0]["status"] == "in force"
    assert (listed.what, [event["what"] for event in listed.events]) == ("list changed", ["listed"])
    assert ended.what == "standing changed"
    assert ended.after["standings"][0]["status"] == "removed"
    assert [event["what"] for event in removed.events] == ["delisted"]
    assert len({alert.id for alerts in told for alert in alerts}) == 4


def test_a_party_is_told_of_when_the_day_alone_brings_a_change(copied: Callable[[], str]) -> None:
    with gazetted.open(copied()) as record, closing(state_of(record.ledger.url)) as state:
        state.add("party", record.party("HTS").party)
        assert run(record.ledger, state, on=dt.date(2025, 7, 1), now=NOON).alerts == ()
        ((_, alert),) = run(record.ledger, state, on=dt.date(2025, 7, 9), now=NOON).alerts
    assert alert.what == "party changed"
    assert "us.fto: removed, before in force" in alert.why
    assert alert.acts


def test_a_file_that_is_gone_fails_alone(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [], dt.date(2026, 1, 1))
    with closing(state_of(record.ledger.url)) as state:
        state.add("portfolio", str(tmp_path / "gone.csv"))
        _portfolio(tmp_path / "c.csv", {"c1": ("Last of the List", "", "", "any", "")})
        state.add("portfolio", str(tmp_path / "c.csv"))
        report = run(record.ledger, state, on=DAY, now=NOON)
    assert len(report.alerts) == 1
    (failure,) = report.failures
    assert "gone.csv" in failure


RUNS = """
import datetime as dt, os, sys
from contextlib import closing
from pathlib import Path
import gazetted, gazetted.api, gazetted.watch.inverse
from gazetted.watch.run import run
from gazetted.watch.sinks import File
from gazetted.watch.state import state_of
from gazetted.screening.result import Query
from gazetted.watch.portfolio import Portfolio, engine_digest
place, out = sys.argv[1:]
Portfolio.build({"warm": Query("Somebody Else")}), engine_digest(gazetted.__version__)
gazetted.compare("Harbor Front", "Harbour Front")
for _ in sys.stdin:
    child = os.fork()
    if not child:
        with gazetted.open(place) as record, closing(state_of(place)) as state:
            run(record.ledger, state, on=dt.date(2026, 3, 1), now=dt.datetime.now(dt.UTC), sinks=[File(Path(out))])
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("over", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked, so that they do nothing but their work")
def test_kills_lose_no_alert_and_write_none_twice(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [(1, "any", "Harbour Front", "", "", "", "", "")], dt.date(2026, 1, 1))
    place, file, out = record.ledger.url, tmp_path / "c.csv", tmp_path / "alerts.jsonl"
    with closing(state_of(place)) as state:
        state.add("portfolio", str(file))
    customers: dict[str, tuple[str, ...]] = {}
    chance, cut = random.Random(6), 0
    with subprocess.Popen(
        [sys.executable, "-c", RUNS, place, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    ) as runs:  # fmt: skip
        assert runs.stdin
        assert runs.stdout
        lives: list[float] = []
        for number in range(25):
            customers[f"c{number}"] = ("Harbor Front", "", "", "any", "")
            _portfolio(file, customers)
            runs.stdin.write("run\n")
            runs.stdin.flush()
            child, begun = int(runs.stdout.readline()), time.monotonic()
            if 3 <= number < 23:  # the first ones and the last ones end in peace
                time.sleep(chance.uniform(0, 1.1 * sorted(lives)[1]))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    cut += 1
            assert runs.stdout.readline() == "over\n"
            lives.append(time.monotonic() - begun)
        runs.stdin.close()
    assert cut > 5
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(line["customer"]["customer"] for line in lines) == sorted(customers)
    assert len({line["id"] for line in lines}) == len(lines) == len(customers)
    assert not list(tmp_path.glob(".*")), "nothing half-written is left"


def test_a_line_that_was_cut_off_is_written_again(record: Record, tmp_path: Path) -> None:
    _edition(record, tmp_path, [(1, "any", "Harbour Front", "", "", "", "", "")], dt.date(2026, 1, 1))
    file, out = tmp_path / "c.csv", tmp_path / "alerts.jsonl"
    sink = File(out)
    with closing(state_of(record.ledger.url)) as state:
        state.add("portfolio", str(file))
        _portfolio(file, {"a": ("Harbor Front", "", "", "any", ""), "b": ("Harbour Front", "", "", "any", "")})
        run(record.ledger, state, on=DAY, now=NOON, sinks=[sink])
        whole = out.read_bytes()
        with state._db.step() as step:
            step.run("DELETE FROM @sent WHERE sink = ?", sink.name)  # as if killed before it was noted …
            step.run("UPDATE @sink SET place = 0")
        out.write_bytes(whole[:-9])  # … and in the middle of writing
        run(record.ledger, state, on=DAY, now=NOON, sinks=[sink])
        assert out.read_bytes() == whole
