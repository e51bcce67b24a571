"""Two at once: both are done in the end, or one is told in a sentence; there is never a half state."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import gazetted
from gazetted.record.opening import open_ledger
from gazetted.watch.state import State

ROUNDS = 2


def together(*calls: Sequence[object]) -> list[tuple[int, str, str]]:
    """Run the program several times at once; code, output and message of each."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "gazetted", *map(str, call)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=os.environ,
        )
        for call in calls
    ]  # fmt: skip
    return [(process.returncode, out, said) for process in begun for out, said in [process.communicate(timeout=120)]]


def sound(path: Path) -> None:
    ledger = open_ledger(path)
    store = ledger._store
    try:
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        assert store.rows("PRAGMA foreign_key_check") == []
        assert store.rows("SELECT count(*) FROM loads WHERE record_digest = ''") == [(0,)]
    finally:
        ledger.close()


def digest(path: Path) -> str:
    with gazetted.open(path) as record:
        return record.ledger.digest()


def test_two_loads_of_different_lists_are_both_there(
    builtin_path: Path, tmp_path: Path, own_list: Callable[[str, int], Path]
) -> None:
    files = {name: own_list(name, 1500) for name in ("Front", "Mole", "Quay")}
    reference = Path(shutil.copy(builtin_path, tmp_path / "reference.sqlite"))
    with gazetted.open(reference) as record:
        for name, file in files.items():
            record.load(file, source=name.lower(), date="2026-01-05")
    for number in range(ROUNDS):
        place = Path(shutil.copy(builtin_path, tmp_path / f"{number}.sqlite"))
        calls = [
            ("load", file, "--source", name.lower(), "--date", "2026-01-05", "--record", place)
            for name, file in files.items()
        ]
        done = together(*calls)
        assert [(code, said) for code, _, said in done] == [(0, "")] * 3
        sound(place)
        assert digest(place) == digest(reference)


def test_the_same_list_loaded_twice_at_once_is_there_once(
    builtin_path: Path, tmp_path: Path, own_list: Callable[[str, int], Path]
) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    call = ("load", own_list("Front", 1500), "--source", "front", "--date", "2026-01-05", "--record", place)
    assert [code for code, _, _ in together(call, call)] == [0, 0]
    sound(place)
    with gazetted.open(place) as record:
        (state,) = (one for one in record.ledger.lists(record.ledger.newest_moment().date())
                    if one.info.key == "own.front")  # fmt: skip
        assert [one.entries for one in state.editions] == [1500]
        assert len(record.ledger.moments()) == 2


def test_a_load_and_a_watch_do_not_hurt_each_other(
    builtin_path: Path, tmp_path: Path, own_list: Callable[[str, int], Path], customers: Callable[..., Path]
) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    alerts = tmp_path / "alerts.jsonl"
    with closing(State(tmp_path / "record.watch.sqlite")) as state:
        state.add("portfolio", str(customers(10, "Front Harbour")))
    file = own_list("Front", 40)
    look = ("watch", "run", "--on", "2026-03-01", "--jsonl", alerts, "--record", place)
    load = ("load", file, "--source", "front", "--date", "2026-01-05", "--record", place)
    done = together(load, look)
    assert [(code, said) for code, _, said in done] == [(0, "")] * 2
    sound(place)
    assert together(look)[0][0] == 0
    told = [json.loads(line) for line in alerts.read_text("utf-8").splitlines()]
    assert len({one["id"] for one in told}) == len(told)
    assert {one["customer"]["customer"] for one in told} == {f"c{number}" for number in range(10)}


def test_two_watches_over_one_state_tell_once(
    builtin_path: Path, tmp_path: Path, customers: Callable[..., Path]
) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    with closing(State(tmp_path / "record.watch.sqlite")) as state:
        state.add("portfolio", str(customers(60, "Daesh", "Hayat Tahrir al-Sham", "Nobody at All")))
    alerts = tmp_path / "alerts.jsonl"
    look = ("watch", "run", "--on", "2026-01-01", "--jsonl", alerts, "--json", "--record", place)
    done = together(look, look, look)
    assert any(code == 0 for code, _, _ in done)
    for code, out, said in done:
        if code:
            (line,) = said.splitlines()
            assert (code, out) == (4, "")
            assert "Another run of these watches is under way" in line
            assert line.endswith(".")
    told = [json.loads(line)["id"] for line in alerts.read_text("utf-8").splitlines()]
    assert len(told) == len(set(told)) == 40
    shown = [alert["id"] for _, out, _ in done if out for alert in json.loads(out)["alerts"]]
    assert set(shown) == set(told)


def test_two_that_keep_the_same_article_keep_it_once(builtin_path: Path, tmp_path: Path) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    call = ("read", "--example", "--keep", "--record", place)
    done: Any = together(call, call)
    assert [code for code, _, _ in done] == [0, 0]
    sound(place)
    ledger = open_ledger(place)
    assert ledger._store.rows("SELECT count(*) FROM kept") == [(1,)]
    ledger.close()
