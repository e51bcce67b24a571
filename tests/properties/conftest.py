"""Benches on which properties make many small records."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger


class Bench:
    """Makes records, each of its own, on one of the stores."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        self._fresh = fresh
        self._open: list[Ledger] = []

    def new(self) -> Ledger:
        ledger = open_ledger(self._fresh(), builtin=False)
        self._open.append(ledger)
        return ledger

    @contextmanager
    def cleared(self) -> Iterator[None]:
        """Close after one example what it opened."""
        try:
            yield
        finally:
            while self._open:
                self._open.pop().close()


@pytest.fixture(scope="module")
def sqlite_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Records as copies of an empty one: much faster than making each from nothing."""
    folder = tmp_path_factory.mktemp("ledgers")
    open_ledger(folder / "empty.sqlite", builtin=False).close()
    content = (folder / "empty.sqlite").read_bytes()
    numbers = itertools.count()

    def fresh() -> str:
        path = folder / f"{next(numbers)}.sqlite"
        path.write_bytes(content)
        return str(path)

    return Bench(fresh)


@pytest.fixture(scope="module")
def postgres_bench(postgres_server: str) -> Iterator[Bench]:
    """Records as databases made from one template."""
    names: list[str] = []
    numbers = itertools.count()

    def run(command: str) -> None:
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(command.encode())

    run('CREATE DATABASE "ledger_empty"')
    open_ledger(postgres_server.replace("/postgres?", "/ledger_empty?"), builtin=False).close()

    def fresh() -> str:
        names.append(f"ledger_{next(numbers)}")
        run(f'CREATE DATABASE "{names[-1]}" TEMPLATE "ledger_empty"')
        return postgres_server.replace("/postgres?", f"/{names[-1]}?")

    yield Bench(fresh)
    for name in [*names, "ledger_empty"]:
        run(f'DROP DATABASE "{name}" WITH (FORCE)')
