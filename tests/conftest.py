"""Fixtures shared by all tests: records in memory of nobody, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger, utc_now

MOMENT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test; it has no public way to change them for one of its parameters."""


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the record of the user who runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GAZETTED_RECORD", raising=False)


class PostgresServer:
    """A PostgreSQL server of the tests' own, from Debian's packages, on a socket in a temporary folder.

    Its collation is that of English, which orders texts otherwise than SQLite does: what relies on an order shows.
    """

    def __init__(self) -> None:
        found = sorted(
            path
            for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
            if int(path.parts[-3].partition(".")[0]) > 14
        )
        if not found or shutil.which("runuser") is None:
            pytest.skip("no PostgreSQL server is installed, of version 15 or newer")
        self._tools = found[-1].parent
        self._folder = Path("/tmp") / f"gz-pg-{uuid.uuid4().hex[:8]}"
        self._folder.mkdir(mode=0o700)
        self.url = f"postgresql://gazetted@/postgres?host={self._folder}"
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        locale = ("--locale=C.UTF-8", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US")
        self._run("initdb", "-U", "gazetted", "-A", "trust", "--no-sync", *locale)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a crash would; the next start mends what that left."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run statements, each a transaction of its own; the rows of the last one."""
        import psycopg

        with psycopg.connect(self.at(database), autocommit=True) as connection:
            for statement in statements:
                done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def at(self, database: str, user: str = "gazetted") -> str:
        """The address of a database."""
        return self.url.replace("/postgres?", f"/{database}?").replace("gazetted@", f"{user}@")

    def name_in(self, url: str) -> str:
        """The name of the database of an address."""
        return url.partition("?")[0].rpartition("/")[2]

    def new(self, template: str = "template1") -> str:
        """The name of a new database."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, *databases: str) -> None:
        self.run(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in databases or ()), "SELECT 1")

    def _run(self, tool: str, *arguments: str) -> None:
        before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*before, str(self._tools / tool), "-D", str(self._folder / "data"), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder)


@contextlib.contextmanager
def _running() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.stop()
        server.remove()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server that the tests of this process share."""
    with _running() as server:
        yield server


@pytest.fixture
def postgres_of_its_own() -> Iterator[PostgresServer]:
    """A server that a test may stop and start."""
    with _running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server(postgres: PostgresServer) -> str:
    """Address of the shared server."""
    return postgres.url


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """An empty database of its own on the server."""
    name = postgres.new()
    yield postgres.at(name)
    postgres.drop(name)


class Bench:
    """Makes records of one store, each of its own and a copy of an empty one: faster than making each from nothing."""

    def __init__(self, store: str, fresh: Callable[[], str], drop: Callable[[str], None]) -> None:
        self.store = store
        self._fresh, self._drop = fresh, drop
        self._open: list[Ledger] = []
        self._made: list[str] = []

    def place(self) -> str:
        """Where a record lies that was told nothing yet."""
        self._made.append(self._fresh())
        return self._made[-1]

    def new(self, clock: Callable[[], dt.datetime] = utc_now) -> Ledger:
        """Such a record, open."""
        self._open.append(open_ledger(self.place(), builtin=False, clock=clock))
        return self._open[-1]

    def clear(self) -> None:
        """Close and remove what was made."""
        while self._open:
            self._open.pop().close()
        while self._made:
            self._drop(self._made.pop())

    @contextlib.contextmanager
    def cleared(self) -> Iterator[None]:
        """Clear after one example what it made."""
        try:
            yield
        finally:
            self.clear()


@pytest.fixture(scope="module")
def sqlite_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("ledgers")
    open_ledger(folder / "empty.sqlite", builtin=False).close()
    content = (folder / "empty.sqlite").read_bytes()
    numbers = itertools.count()

    def fresh() -> str:
        path = folder / f"{next(numbers)}.sqlite"
        path.write_bytes(content)
        return str(path)

    def drop(place: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(place + ending).unlink(missing_ok=True)

    bench = Bench("sqlite", fresh, drop)
    yield bench
    bench.clear()


@pytest.fixture(scope="session")
def postgres_empty(postgres: PostgresServer) -> str:
    """The name of a database with a record that was told nothing, to be copied."""
    name = postgres.new()
    open_ledger(postgres.at(name), builtin=False).close()
    return name


@pytest.fixture(scope="module")
def postgres_bench(postgres: PostgresServer, postgres_empty: str) -> Iterator[Bench]:
    bench = Bench(
        "postgres",
        lambda: postgres.at(postgres.new(postgres_empty)),
        lambda place: postgres.drop(postgres.name_in(place)),
    )
    yield bench
    bench.clear()


@pytest.fixture(scope="session")
def postgres_builtin(postgres: PostgresServer) -> str:
    """The name of a database with the built-in record, to be read or copied."""
    name = postgres.new()
    open_ledger(postgres.at(name), clock=lambda: MOMENT).close()
    return name


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module", params=BOTH)
def bench(request: pytest.FixtureRequest) -> Bench:
    """Makes records: one test, both stores."""
    found: Bench = request.getfixturevalue(f"{request.param}_bench")
    return found


@pytest.fixture(autouse=True)
def _fewer_examples_on_postgres(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A property is tried out on SQLite; on PostgreSQL a few examples show that it holds there too."""
    told = getattr(request.function, SETTINGS, None) if hasattr(request.node, "function") else None
    if told is not None and request.node.get_closest_marker("postgres") and hasattr(request.node, "callspec"):
        fewer = hypothesis.settings(told, max_examples=max(2, min(5, told.max_examples // 6)))
        monkeypatch.setattr(request.function, SETTINGS, fewer)


@pytest.fixture(params=BOTH)
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


@pytest.fixture(params=BOTH)
def builtin_place(request: pytest.FixtureRequest, builtin_path: Path) -> str:
    """Where the built-in record lies, to be read only: one test, both stores."""
    if request.param == "sqlite":
        return str(builtin_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.at(request.getfixturevalue("postgres_builtin"))


@pytest.fixture
def builtin(builtin_place: str) -> Iterator[Ledger]:
    """The built-in record, to be read only."""
    ledger = open_ledger(builtin_place, clock=lambda: MOMENT)
    yield ledger
    ledger.close()


@pytest.fixture(params=BOTH)
def copied(request: pytest.FixtureRequest, builtin_path: Path, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes copies of the built-in record, each to be written to."""
    if request.param == "sqlite":
        yield lambda: str(shutil.copy(builtin_path, tmp_path / f"{uuid.uuid4().hex}.sqlite"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    template, made = request.getfixturevalue("postgres_builtin"), list[str]()

    def copy() -> str:
        made.append(server.new(template))
        return server.at(made[-1])

    yield copy
    server.drop(*made)


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
