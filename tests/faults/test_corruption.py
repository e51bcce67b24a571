"""Bytes that a disk spoiled: an index is built anew, a record gives its answers or says that it is damaged."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.errors import GazettedError, RecordError
from gazetted.matching import index_file
from gazetted.record.opening import open_ledger
from gazetted.service.doctor import examine, exit_code
from gazetted.service.settings import Settings
from gazetted.watch.portfolio import opened as opened_portfolio

NAMES = ["Daesh", "Hayat Tahrir al-Sham", "Al-Qaeda in Iraq", "Hizballah", "Боко Харам", "Nobody at All"]
FLIPS = 30
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
Answer = list[list[tuple[str, float, str]]]


def answers(place: Path, cache: Path) -> Answer:
    with gazetted.open(place, cache=cache) as record:
        found = record.screen_many(NAMES, on="2026-01-01")
    return [[(one.party, one.score, one.matched_name) for one in screening.matches] for screening in found]


def flipped(content: bytes, at: int, bit: int) -> bytes:
    return content[:at] + bytes([content[at] ^ (1 << bit)]) + content[at + 1 :]


# -- the index -------------------------------------------------------------------------------------------------------


@pytest.fixture
def index(builtin_path: Path, tmp_path: Path) -> tuple[Path, bytes, Answer]:
    """The file of an index, its bytes, and what is answered with it."""
    known = answers(builtin_path, tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("names-*.idx")
    return file, file.read_bytes(), known


def test_an_index_with_a_flipped_bit_is_built_anew(index: tuple[Path, bytes, Answer], builtin_path: Path) -> None:
    file, whole, known = index
    chance = random.Random(1)
    for number, at in enumerate(chance.sample(range(len(whole)), FLIPS)):
        file.write_bytes(flipped(whole, at, chance.randrange(8)))
        assert index_file.opened(file, _digest_in(whole)) is None, at
        if number < FLIPS // 5:
            assert answers(builtin_path, file.parent) == known, at
            assert file.read_bytes() == whole, at


@pytest.mark.parametrize("kept", [0, 1, 14, 40, 5000, -1])
def test_an_index_that_was_cut_is_built_anew(index: tuple[Path, bytes, Answer], builtin_path: Path, kept: int) -> None:
    file, whole, known = index
    file.write_bytes(whole[:kept])
    assert answers(builtin_path, file.parent) == known
    assert file.read_bytes() == whole


def test_the_index_of_another_record_is_not_used(
    index: tuple[Path, bytes, Answer], builtin_path: Path, tmp_path: Path, own_list: Callable[[str, int], Path]
) -> None:
    file, whole, known = index
    other = Path(shutil.copy(builtin_path, tmp_path / "other.sqlite"))
    with gazetted.open(other) as record:
        record.load(own_list("Nobody at All", 5), source="front")
    assert answers(other, tmp_path / "others") != known
    (others,) = (tmp_path / "others").glob("names-*.idx")
    shutil.copy(others, file)
    assert answers(builtin_path, file.parent) == known
    assert file.read_bytes() == whole


def test_an_index_of_an_older_form_is_not_used(
    index: tuple[Path, bytes, Answer], builtin_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, whole, known = index
    held = index_file.opened(file, _digest_in(whole))
    assert held is not None
    with monkeypatch.context() as patch:
        patch.setattr(index_file, "VERSION", index_file.VERSION - 1)
        index_file.save(held, file, _digest_in(whole))
        assert index_file.opened(file, _digest_in(whole)) is not None, "in its own day it could be used"
    assert index_file.opened(file, _digest_in(whole)) is None
    assert answers(builtin_path, file.parent) == known
    assert file.read_bytes() == whole


def _digest_in(whole: bytes) -> str:
    start = whole.index(b'"digest":"') + 10
    return whole[start : whole.index(b'"', start)].decode()


def test_a_portfolio_with_a_flipped_bit_is_prepared_anew(customers: Callable[..., Path], tmp_path: Path) -> None:
    file, place = customers(200, *NAMES), tmp_path / "w.1"
    known = opened_portfolio(str(file), None, place, "1")
    rows = known.rows.all_texts()
    assert len(rows) == 200
    chance = random.Random(2)
    for made in (tmp_path / "w.1.rows", tmp_path / "w.1.names"):
        whole = made.read_bytes()
        for at in chance.sample(range(len(whole)), FLIPS // 2):
            made.write_bytes(flipped(whole, at, chance.randrange(8)))
            found = opened_portfolio(str(file), None, place, "1")
            assert found.rows.all_texts() == rows
            assert made.read_bytes() == whole, at


# -- the record ------------------------------------------------------------------------------------------------------


def told(place: Path) -> list[Any]:
    """What a record says, through several of its tables."""
    ledger = open_ledger(place, builtin=False)
    try:
        day = ledger.newest_moment().date()
        return [
            sorted(ledger.parties()), len(ledger.names()), ledger.digest(),
            [(one.list_key, one.status) for one in ledger.standings("isil", day)], len(ledger.history("isil")),
        ]  # fmt: skip
    finally:
        ledger.close()


def told_of_damage(error: GazettedError, place: Path) -> None:
    text = str(error)
    assert str(place) in text
    assert text.endswith(".")
    assert "\n" not in text
    assert "damaged" in text or "cannot be used" in text or "is not a record" in text


def test_a_spoiled_page_is_told_by_its_file_and_found_by_the_doctor(builtin_path: Path, tmp_path: Path) -> None:
    content, chance = builtin_path.read_bytes(), random.Random(3)
    place = tmp_path / "record.sqlite"
    known, seen = told(builtin_path), []
    pages = chance.sample(range(1, len(content) // 4096), FLIPS)
    for page in pages:
        spoiled = bytearray(content)
        start = 4096 * page
        spoiled[start : start + 64] = chance.randbytes(64)  # the head of a page, which says what is in it
        place.write_bytes(spoiled)
        found = list(examine(Settings(record=str(place)), NOW))
        seen.append(exit_code(found))
        try:
            said = told(place)
        except RecordError as error:
            told_of_damage(error, place)
            said = None
        assert said == known or seen[-1] == 4, "what a question comes upon the doctor finds"
    assert seen.count(4) > FLIPS * 2 / 3, "pages that are free hold nothing that could be spoiled"


def test_an_index_of_the_database_that_lacks_a_row_is_found_by_the_doctor(builtin_path: Path, tmp_path: Path) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    with closing(sqlite3.connect(place)) as connection:
        (root, name), *_ = connection.execute(
            "SELECT rootpage, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'name'"
        ).fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"DELETE FROM sqlite_master WHERE name = '{name}'")
        connection.commit()
    with closing(sqlite3.connect(place)) as connection:  # a row that the index does not hold
        connection.execute("DELETE FROM name WHERE rowid = (SELECT max(rowid) FROM name)")
        connection.commit()
        sql = sqlite3.connect(builtin_path).execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES ('index', ?, 'name', ?, ?)", (name, root, sql[0]))
        connection.commit()
    found = [one for one in examine(Settings(record=str(place)), NOW) if one.what == "record"]
    assert [one.state for one in found] == ["bad"], found


def test_the_program_says_that_a_record_is_damaged(run: Callable[..., Any], builtin_path: Path, tmp_path: Path) -> None:
    content = bytearray(builtin_path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[4096 * page : 4096 * page + 64] = b"\xa5" * 64
    place = tmp_path / "record.sqlite"
    place.write_bytes(content)
    for words in (("standing", "isil"), ("screen", "Daesh"), ("lists",), ("history", "isil")):
        done = run(*words, "--record", place)
        assert done.code == 4, words
        assert f"The record {place} is damaged" in done.sentence()
        assert "restore it from a copy" in done.sentence()
    done = run("doctor", "--record", place)
    assert done.code == 4
    assert "BAD " in done.out
    assert str(place) in done.out


def test_every_error_of_a_spoiled_record_is_one_of_ours(builtin_path: Path, tmp_path: Path) -> None:
    content, chance = builtin_path.read_bytes(), random.Random(4)
    place = tmp_path / "record.sqlite"
    for _ in range(FLIPS // 3):
        place.write_bytes(flipped(content, chance.randrange(100, len(content)), chance.randrange(8)))
        try:
            told(place)
            answers(place, tmp_path / "cache")
        except GazettedError as error:
            told_of_damage(error, place)
