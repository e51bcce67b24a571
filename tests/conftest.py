"""Fixtures shared by all tests: records in memory of nobody, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger

MOMENT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the record of the user who runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GAZETTED_RECORD", raising=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server of its own, from Debian's packages, on a socket in a temporary folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or shutil.which("runuser") is None:
        pytest.skip("no PostgreSQL server is installed")
    tools = found[-1].parent
    folder = Path("/tmp") / f"gz-pg-{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o700)
    as_postgres: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, capture_output=True, cwd=folder)

    try:
        run(str(tools / "initdb"), "-D", str(folder / "data"), "-U", "gazetted", "-A", "trust", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(str(tools / "pg_ctl"), "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://gazetted@/postgres?host={folder}"
        finally:
            run(str(tools / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of its own on the server."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new record can be made: one test, both stores."""
    if request.param == "sqlite":
        return str(tmp_path / "record.sqlite")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def empty(store_url: str) -> Iterator[Ledger]:
    """A record that was told nothing yet, on either store."""
    ledger = open_ledger(store_url, builtin=False, clock=lambda: MOMENT)
    yield ledger
    ledger.close()


@pytest.fixture(scope="session")
def builtin_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the built-in record, made once."""
    path = tmp_path_factory.mktemp("builtin") / "record.sqlite"
    open_ledger(path, clock=lambda: MOMENT).close()
    return path


@pytest.fixture
def builtin(builtin_path: Path) -> Iterator[Ledger]:
    """The built-in record, to be read only."""
    ledger = open_ledger(builtin_path, clock=lambda: MOMENT)
    yield ledger
    ledger.close()


@pytest.fixture
def ticking() -> Callable[[], dt.datetime]:
    """A clock that moves on by an hour at every look."""
    hours = iter(range(10_000))
    return lambda: MOMENT + dt.timedelta(hours=next(hours))
