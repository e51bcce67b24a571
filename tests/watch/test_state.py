"""The file of watches: one of an earlier version goes on, one of a later version is refused."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetted.errors import RecordError, UsageError
from gazetted.record.store import is_postgres
from gazetted.screening.decision import decision
from gazetted.watch.state import State, state_if_any, state_of

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

FIRST = """
CREATE TABLE watch (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL,
  lists TEXT NOT NULL, threshold REAL NOT NULL, mapping TEXT NOT NULL, runs INTEGER NOT NULL DEFAULT 0, known TEXT,
  UNIQUE (kind, target));
CREATE TABLE customer (watch INTEGER NOT NULL, customer TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (watch, customer)) WITHOUT ROWID;
CREATE TABLE seen (watch INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (watch, subject)) WITHOUT ROWID;
CREATE TABLE alert (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE sink (name TEXT PRIMARY KEY, after INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0);
CREATE TABLE sent (sink TEXT NOT NULL, alert INTEGER NOT NULL, PRIMARY KEY (sink, alert)) WITHOUT ROWID;
INSERT INTO watch (kind, target, lists, threshold, mapping, runs, known)
  VALUES ('list', 'us.fto', '["us.fto"]', 0.7, '{"name": "n"}', 4, '2026-01-01T00:00:00Z');
PRAGMA application_id = 1736079220;
"""


def test_a_file_of_the_first_version_goes_on(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as first:
        first.executescript(FIRST)
    for _ in range(2):
        with closing(State(tmp_path / "w.sqlite")) as state:
            (watch,) = state.watches()
            assert (watch.target, watch.lists, watch.mapping, watch.runs) == ("us.fto", ("us.fto",), {"name": "n"}, 4)
            assert (watch.source, watch.day) == (None, None)
            state.decide(watch, decision("c", "p", "cleared", reason="r", user="u", time="t", entry=None))
            assert [made.customer for _, made in state.decisions(watch)] == ["c"]


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    State(tmp_path / "w.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordError, match="newer gazetted"):
        State(tmp_path / "w.sqlite")


def test_what_is_no_file_of_watches_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE mine (x)")
    with pytest.raises(RecordError, match="holds no watches"):
        State(tmp_path / "other.sqlite")


@pytest.mark.postgres
def test_tables_of_a_later_version_are_refused(postgres: PostgresServer, postgres_url: str) -> None:
    State(postgres_url).close()
    postgres.run("UPDATE watching_schema SET version = 99", database=postgres.name_in(postgres_url))
    with pytest.raises(RecordError, match="newer gazetted"):
        State(postgres_url)


def test_where_nothing_was_watched_nothing_is_made(store_url: str) -> None:
    assert state_if_any(store_url) is None
    assert state_if_any(store_url) is None
    state_of(store_url).close()
    found = state_if_any(store_url)
    assert found is not None
    with closing(found):
        assert found.watches() == []


def test_processes_that_make_the_tables_at_once_share_them(store_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        for state in list(pool.map(lambda _: state_of(store_url), range(6)) if is_postgres(store_url) else ()):
            state.close()
    with closing(state_of(store_url)) as state:
        state.add("list", "us.fto")


def test_one_is_alone_until_it_ends_or_dies(store_url: str) -> None:
    with closing(state_of(store_url)) as one, closing(state_of(store_url)) as other:
        said = pytest.raises(RecordError, match=r"A run.*try again when it has ended")
        with one.alone("A run"), said, other.alone("A run"):
            raise AssertionError
        with other.alone("A run"):
            pass


def test_a_step_that_fails_leaves_nothing(store_url: str) -> None:
    with closing(state_of(store_url)) as state:
        state.add("list", "us.fto")
        twice = [(1, "a", "b")] * 2
        with pytest.raises(RecordError), state._db.step() as step:
            step.many("INSERT INTO @seen VALUES (?, ?, ?)", twice)
        assert state.seen(state.watches()[0]) == {}
        assert len(state.watches()) == 1


def test_nothing_is_watched_twice(store_url: str) -> None:
    with closing(state_of(store_url)) as state:
        state.add("feed", "https://news.example.org/rss")
        with pytest.raises(UsageError, match="watched already"):
            state.add("feed", "https://news.example.org/rss")
        assert json.dumps(state.watches()[0].to_dict())
