"""The database behind a record: addresses, messages, waiting, one state an answer."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetted.errors import GazettedError, RecordError, UsageError
from gazetted.model.event import Event
from gazetted.record import store as module
from gazetted.record.facts import Facts
from gazetted.record.opening import open_ledger
from gazetted.record.store import Store, is_postgres

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def one_sentence(error: BaseException) -> str:
    """The message, which has one line, begins with a capital or a path and ends with one full stop."""
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    assert not text.endswith("..")
    return text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "record.sqlite"
    open_ledger(found, builtin=False).close()
    return found


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    open_ledger(store_url, builtin=False).close()
    opened = Store(store_url)
    yield opened
    opened.close()


# -- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "postgres"),
    [("postgresql://h/d", True), ("postgres://h/d", True), ("a/b", False), ("sqlite:///a", False), ("/a", False)],
)
def test_the_scheme_says_which_store(url: str, postgres: bool) -> None:
    assert is_postgres(url) is postgres


@pytest.mark.parametrize("url", ["mysql://user:secret@host/db", "postgresql+psycopg://u:secret@h/d", "http://x"])
def test_an_unknown_scheme_is_refused_without_showing_the_address(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_ledger(url)
    assert "secret" not in one_sentence(caught.value)


@pytest.mark.parametrize("name", ["a?b.sqlite", "a#b%20c.sqlite", "a b'c.sqlite", "ü.sqlite"])
def test_a_path_may_hold_what_means_something_in_a_url(tmp_path: Path, name: str) -> None:
    with_name = tmp_path / name
    ledger = open_ledger(with_name, builtin=False)
    ledger.tell_facts(Facts(), origin="nothing", now=NOW)
    ledger.close()
    assert with_name.is_file()
    assert [found.name for found in tmp_path.iterdir() if not found.name.endswith(("-wal", "-shm"))] == [name]


@pytest.mark.parametrize("text", [":memory:", "a\0b", "~nobody-of-that-name/x.sqlite"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_ledger(text)
    one_sentence(caught.value)


@pytest.mark.parametrize("url", ["postgresql://u:secret@host:port/db", "postgresql://u:secret@[::1/db"])
def test_a_malformed_address_does_not_show_the_password(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Store(url)
    assert "secret" not in one_sentence(caught.value)


@pytest.mark.parametrize("url", ["postgresql://u:secret@h/d", "postgresql://u@h/d?password=secret&user=v"])
def test_a_place_does_not_show_the_password(url: str) -> None:
    assert "secret" not in Store(url).place


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        open_ledger(f"postgresql://u:secret@/d?host={tmp_path}")
    assert "secret" not in one_sentence(caught.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=re.escape("gazetted[postgres]")) as caught:
        Store("postgresql://h/d")
    one_sentence(caught.value)


# -- waiting ---------------------------------------------------------------------------------------------------------


def test_a_writer_that_waits_too_long_says_that_the_record_is_locked(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    open_ledger(store_url, builtin=False).close()
    one, other = Store(store_url), open_ledger(store_url, builtin=False)
    try:
        with one.writing(), pytest.raises(RecordError, match="locked by another process") as caught:
            other.tell_facts(
                Facts(events=(Event(list_key="x", entry="e", party="e", what="listed"),)), origin="a", now=NOW
            )
        assert one_sentence(caught.value)
    finally:
        one.close()
        other.close()


def test_reading_waits_for_no_writer(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    open_ledger(store_url, builtin=False).close()
    one = Store(store_url)
    with one.writing():
        other = open_ledger(store_url, builtin=False)
        assert other.moments() == []
        other.close()
    one.close()


# -- writing ---------------------------------------------------------------------------------------------------------


def loads(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM loads")[0][0])


def _add(connection: Any, number: int) -> None:
    import sqlalchemy as sa

    connection.execute(
        sa.text("INSERT INTO loads VALUES (:id, :moment, 'facts', '', '', '')"), {"id": number, "moment": str(number)}
    )


def test_writing_keeps_all(store: Store) -> None:
    with store.writing() as connection:
        _add(connection, 1)
        _add(connection, 2)
    assert loads(store) == 2


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt])
def test_writing_keeps_nothing_where_it_fails(store: Store, kind: type[BaseException]) -> None:
    with pytest.raises(kind), store.writing() as connection:  # noqa: PT012
        _add(connection, 1)
        raise kind
    assert loads(store) == 0
    with store.writing() as connection:
        _add(connection, 1)
    assert loads(store) == 1


def test_a_full_disk_is_a_sentence(path: Path) -> None:
    opened = Store(str(path))
    with pytest.raises(RecordError, match="full") as caught, opened.writing() as connection:  # noqa: PT012
        connection.exec_driver_sql("PRAGMA max_page_count = 10")
        for number in range(1, 10_000):
            _add(connection, number)
    one_sentence(caught.value)
    assert loads(opened) == 0
    opened.close()


def test_the_reading_connection_cannot_write(path: Path) -> None:
    opened = Store(str(path))
    with pytest.raises(RecordError, match="permissions"):
        opened.rows("DELETE FROM loads")
    opened.close()


# -- one state -------------------------------------------------------------------------------------------------------


def test_a_snapshot_sees_one_state(store: Store, store_url: str) -> None:
    writer = Store(store_url)
    with store.snapshot():
        assert loads(store) == 0
        with writer.writing() as connection:
            _add(connection, 1)
        assert loads(store) == 0
        with store.snapshot():
            assert loads(store) == 0
        assert loads(store) == 0
    assert loads(store) == 1
    writer.close()


def test_a_snapshot_ends_with_an_error_inside(store: Store) -> None:
    with pytest.raises(RecordError), store.snapshot():
        store.rows("SELECT nothing FROM nowhere")
    with store.writing() as connection:
        _add(connection, 1)
    assert loads(store) == 1


def test_a_snapshot_is_the_threads_own(store: Store, store_url: str) -> None:
    seen: list[int] = []
    with store.snapshot():
        assert loads(store) == 0
        writer = Store(store_url)
        with writer.writing() as connection:
            _add(connection, 1)
        writer.close()
        thread = threading.Thread(target=lambda: seen.append(loads(store)))
        thread.start()
        thread.join()
        assert (seen, loads(store)) == ([1], 0)


def test_threads_read_side_by_side(store: Store) -> None:
    with store.writing() as connection:
        _add(connection, 1)
    found: list[int] = []

    def read() -> None:
        for _ in range(20):
            with store.snapshot():
                found.append(loads(store))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 80


TELL = """
import datetime as dt, sys
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.record.opening import open_ledger
day = sys.argv[2]
edition = Edition("x.list", day, day, "r 1", (Listing("a", "person", (ListedName("Ann " + day),)),))
ledger = open_ledger(sys.argv[1], builtin=False)
ledger.tell_edition(edition, origin=day, now=dt.datetime.now(dt.UTC))
ledger.close()
"""


def test_who_reads_sees_what_other_processes_tell_whatever_threads_open_and_end(store_url: str) -> None:
    open_ledger(store_url, builtin=False).close()
    ledger = open_ledger(store_url, builtin=False)
    for number in range(1, 4):
        subprocess.run([sys.executable, "-c", TELL, store_url, f"2026-01-0{number}"], check=True, timeout=60)
        assert len(ledger.moments()) == number
        thread = threading.Thread(target=ledger.moments)  # opens a connection of its own
        thread.start()
        thread.join()
        open_ledger(store_url, builtin=False).close()
        assert len(ledger.moments()) == number
    ledger.close()


# -- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["fact", "name", "loads"])
def test_bytes_that_are_not_utf_8_are_damage(builtin_path: Path, tmp_path: Path, table: str) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(builtin_path.read_bytes())
    with sqlite3.connect(copy) as connection:
        column = {"fact": "body", "name": "text", "loads": "record_digest"}[table]
        connection.execute(f"UPDATE {table} SET {column} = CAST(x'c328' AS TEXT)")
    connection.close()
    ledger = open_ledger(copy, builtin=False)
    try:
        with pytest.raises(RecordError, match="damaged") as caught:  # noqa: PT012
            ledger.digest()
            ledger.names()
            ledger.parties()
        one_sentence(caught.value)
    finally:
        ledger.close()


def test_a_fact_that_is_not_json_is_damage(builtin_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(builtin_path.read_bytes())
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE fact SET body = '{'")
    connection.close()
    ledger = open_ledger(copy, builtin=False)
    with pytest.raises(RecordError, match="damaged"):
        ledger.standings("isil", NOW.date())
    ledger.close()


def test_any_flipped_byte_gives_answers_or_a_sentence(builtin_path: Path, tmp_path: Path) -> None:
    content = builtin_path.read_bytes()
    copy = tmp_path / "copy.sqlite"
    for at in range(16, len(content), len(content) // 60):
        damaged = bytearray(content)
        damaged[at : at + 8] = bytes(byte ^ 0xFF for byte in damaged[at : at + 8])
        copy.write_bytes(damaged)
        try:
            ledger = open_ledger(copy, builtin=False)
        except GazettedError as error:
            one_sentence(error)
            continue
        try:
            ledger.standings("isil", NOW.date(), name="Daesh")
            ledger.history("isil")
        except GazettedError as error:
            one_sentence(error)
        finally:
            ledger.close()


def test_closing_closes_the_connections_of_all_threads(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    open_ledger(path, builtin=False).close()
    store = Store(str(path))
    asked, closed = threading.Event(), threading.Event()
    found: list[object] = []

    def ask() -> None:
        found.append(store.rows("SELECT count(*) FROM fact"))
        asked.set()
        closed.wait(10)
        found.append(store.rows("SELECT count(*) FROM fact"))
        store.close()

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(10)
    store.close()
    descriptors = [os.readlink(file) for file in Path("/proc/self/fd").glob("*") if file.is_symlink()]
    closed.set()
    thread.join(10)
    assert str(path) not in descriptors
    assert found == [[(0,)], [(0,)]]


def test_a_snapshot_remembers_what_it_looked_up_and_no_longer(store: Store) -> None:
    assert store.held() is None
    with store.snapshot():
        held = store.held()
        assert held == {}
        held["9999"] = 3
        with store.snapshot():
            assert store.held() == {"9999": 3}
    assert store.held() is None
    with store.snapshot():
        assert store.held() == {}
