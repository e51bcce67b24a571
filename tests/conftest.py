"""Fixtures shared by all tests: records in memory of nobody, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger

MOMENT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the record of the user who runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
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


@dataclass
class Reply:
    """What the test publisher answers at an address: a status, headers, and a body in one of several bad ways."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    endless: bytes = b""
    cut: bool = False
    slow: float = 0.0

    def send(self, handler: BaseHTTPRequestHandler, released: threading.Event) -> None:
        if self.silent:
            released.wait(20)
            return
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if not self.endless and "Content-Length" not in self.headers:
            handler.send_header("Content-Length", str(len(self.body) + (100 if self.cut else 0)))
        handler.end_headers()
        if self.slow:
            for byte in self.body:
                handler.wfile.write(bytes([byte]))
                if released.wait(self.slow):
                    return
        elif not self.endless:
            handler.wfile.write(self.body)
        while self.endless and not released.is_set():
            handler.wfile.write(self.endless)


@dataclass
class Publisher:
    """A web server on this machine that stands in for the network: what it says by path, and what it was asked."""

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, path: str, *replies: Reply) -> str:
        """Answer an address with these, the last of them for ever; the address."""
        self.replies[path] = list(replies)
        return f"{self.url}{path}"

    def offers(self, path: str, body: bytes, etag: str = '"1"', **headers: str) -> str:
        """Offer a file as a sound publisher does: whoever has its state already is told so; the address."""
        return self.says(path, Reply(body, headers={"ETag": etag, **headers}))

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        self.asked.append((path, {name.lower(): value for name, value in headers.items()}))
        waiting = self.replies.get(path, [Reply(status=404)])
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        etag = reply.headers.get("ETag")
        return Reply(status=304) if etag and headers.get("If-None-Match") == etag else reply


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A web server of this test's own."""
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):
                served.reply(self.path, dict(self.headers.items())).send(self, released)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        released.set()
        server.shutdown()
        thread.join()
