"""Processes killed (SIGKILL) in the middle of their work: nothing is lost, nothing is half, and the next one goes on.

Kills of `watch run` are in tests/watch/test_run.py, longer runs of all of it in benchmarks/faults.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.record.opening import open_ledger

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="work is done by forked processes")

KILLS = 6
LOAD = "    return run(['load', arguments[0], '--source', 'front', '--record', arguments[1] + str(number)])"
SCREEN = """
    return run(["screen", "--file", arguments[0], "--out", arguments[1], "--record", arguments[2],
                *(["--resume"] if os.path.exists(arguments[1] + ".progress") else [])])
"""
INDEX = "    return run(['screen', 'Daesh', '--record', arguments[0]])"
KEEP = "    return run(['read', arguments[0], '--keep', '--record', arguments[1] + str(number)])"

ARTICLE = """By Emil Orso
Washington, 9 December 2024

The United States may remove Hayat Tahrir al-Sham from its list of foreign terrorist organizations, two officials said
on Monday. "We are considering it," a spokesman said. The group was listed in 2018. The United Nations lists it too.
"""


def moments(life: float, seed: int) -> list[float]:
    """When processes of some life are killed: spread over it, the last ones near its end."""
    chance = random.Random(seed)
    return [life * (number + chance.random()) / KILLS for number in range(KILLS)]


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
    ledger = open_ledger(path)
    try:
        return ledger.digest()
    finally:
        ledger.close()


def test_a_load_leaves_the_old_record_or_the_new(
    killing: Callable[..., Any], own_list: Callable[[str, int], Path], builtin_path: Path, tmp_path: Path
) -> None:
    file = own_list("Front", 3000)
    records = [Path(shutil.copy(builtin_path, tmp_path / f"record.sqlite{number}")) for number in range(KILLS + 2)]
    old = digest(records[0])
    work = killing(LOAD, file, tmp_path / "record.sqlite")
    work.once()
    life, _ = work.once()
    new = digest(records[0])
    assert new == digest(records[1]) != old
    cut = [work.once(after)[1] for after in moments(life, 1)]
    assert any(cut)
    for record in records[2:]:
        assert digest(record) in (old, new)
        sound(record)
    with gazetted.open(records[2]) as held:
        held.load(file, source="front")
    assert digest(records[2]) == new


def test_a_batch_goes_on_where_it_was_cut_off(
    killing: Callable[..., Any], customers: Callable[..., Path], builtin_path: Path, tmp_path: Path
) -> None:
    file = customers(2000, "Daesh", "Hayat Tahrir al-Sham", "Nobody at All")
    out, progress = tmp_path / "hits.csv", tmp_path / "hits.csv.progress"
    work = killing(SCREEN, file, out, builtin_path)
    work.once()  # makes the index
    out.unlink()
    life, _ = work.once()
    whole = out.read_bytes()
    out.unlink()
    cuts, far = 0, []
    for after in moments(life, 2):
        cut = work.once(after)[1]
        cuts += cut
        if progress.exists():
            far.append(int(progress.read_text("ascii").split()[0]))
        elif out.exists():
            assert out.read_bytes() == whole, "what has no mark beside it is whole"
            out.unlink()
            far.clear()
        assert far == sorted(far), "what was done is not done again"
    assert cuts
    if not out.exists() or progress.exists():
        work.once()
    assert out.read_bytes() == whole
    assert not progress.exists()


def test_an_index_is_there_or_is_built(
    killing: Callable[..., Any], builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "indexes"
    monkeypatch.setenv("GAZETTED_CACHE", str(cache))
    with gazetted.open(builtin_path) as record:
        known = record.screen("Daesh", on="2026-01-01").matches
    (whole,) = cache.glob("names-*.idx")
    content = whole.read_bytes()
    work = killing(INDEX, builtin_path)
    whole.unlink()
    life, _ = work.once()
    cuts = 0
    for after in moments(life, 3):
        whole.unlink(missing_ok=True)
        cuts += work.once(after)[1]
        assert not whole.exists() or whole.read_bytes() == content
        with gazetted.open(builtin_path) as record:
            assert record.screen("Daesh", on="2026-01-01").matches == known
        assert whole.read_bytes() == content
    assert cuts


def test_what_a_killed_build_left_is_swept_away(
    builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "indexes"
    monkeypatch.setenv("GAZETTED_CACHE", str(cache))
    cache.mkdir()
    left, fresh = cache / ".names-0123.idx.abcd", cache / ".names-0123.idx.efgh"
    for file in (left, fresh):
        file.write_bytes(b"half")
    os.utime(left, (1, 1))
    with gazetted.open(builtin_path) as record:
        record.screen("Daesh")
    assert not left.exists()
    assert fresh.exists(), "somebody may be at it"


def test_an_article_is_kept_whole_or_not_at_all(
    killing: Callable[..., Any], builtin_path: Path, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    records = [Path(shutil.copy(builtin_path, tmp_path / f"record.sqlite{number}")) for number in range(KILLS + 2)]
    work = killing(KEEP, article, tmp_path / "record.sqlite")
    work.once()
    life, _ = work.once()
    whole = kept(records[0])
    assert len(whole) > 1
    cut = [work.once(after)[1] for after in moments(life, 4)]
    assert any(cut)
    for record in records[2:]:
        sound(record)
        assert kept(record) in (whole, [])
    with gazetted.open(records[2]) as held:
        held.read(ARTICLE, keep=True, name="article.txt")
    assert kept(records[2]) == whole


def kept(path: Path) -> list[tuple[Any, ...]]:
    """What a record keeps of articles."""
    ledger = open_ledger(path)
    try:
        documents = ledger._store.rows("SELECT sha256, body FROM kept ORDER BY sha256")
        return [*documents, *ledger._store.rows("SELECT party FROM kept_party ORDER BY party")]
    finally:
        ledger.close()
