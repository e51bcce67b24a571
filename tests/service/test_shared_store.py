"""Several processes over one record: told editions while they are asked, and without PostgreSQL for a while."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("fastapi")

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "faults" / "service_update.py"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="which process answered is read from /proc")


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("service_update", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


updates: Any = _loaded()


@pytest.fixture
def environment(session_folder: Path, tmp_path: Path) -> dict[str, str]:
    return {**updates.environment_in(tmp_path), "GAZETTED_CACHE": str(session_folder / "cache")}


@pytest.fixture
def copy(copied: Callable[[], str]) -> str:
    return copied()


def test_an_update_fails_no_request_and_reaches_every_process(
    copy: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    made = updates.run(copy, tmp_path, 0.0, 2, environment, most=2, threads=3, pause=0.02)
    assert made["failed"] == {}
    assert (made["differing answers"], made["editions told"], made["not found by all"]) == (0, 1, 0)
    assert made["processes"] == 2
    assert made["requests"] > 100


@pytest.fixture
def server(postgres_of_its_own: PostgresServer) -> PostgresServer:
    return postgres_of_its_own


@pytest.mark.postgres
def test_a_restart_of_postgresql_gives_503_and_no_wrong_answer(
    server: PostgresServer, tmp_path: Path, environment: dict[str, str]
) -> None:
    record = server.at(server.new())
    assert updates.load(record, tmp_path, 1, environment).returncode == 0
    with updates.served(record, tmp_path, 2, environment) as service:
        service.wait_ready()
        with updates.asking(service, threads=3, pause=0.03) as asked:
            time.sleep(0.5)
            server.stop()
            until(lambda: asked.statuses[503] > 5)
            assert service.ask("/healthz")[0] == 200
            refused = updates.load(record, tmp_path, 2, environment)
            server.start()
            good = asked.statuses[200]
            until(lambda: asked.statuses[200] > good + 50)
            answered = service.everywhere("/v1/changes?list=own.own&since=2026-01-01&until=2026-11-01", bool)
            bad = dict(asked.said)
            assert updates.load(record, tmp_path, 2, environment).returncode == 0
            path = f"/v1/screen?on=2026-11-01&name={updates.newcomer(2).replace(' ', '+')}"
            told = service.everywhere(path, lambda answer: updates.found(answer, 2))
        assert dict(asked.said) == bad, "nothing fails once the server is back"
    assert set(asked.statuses) == {200, 503}
    assert set(bad) == {"503 The record cannot be used at the moment: see the service's log."}
    assert asked.differing == 0
    assert answered is not None
    assert told is not None
    assert refused.returncode == 4
    assert refused.stderr.startswith("gazetted: The record postgresql")
    assert len(refused.stderr.strip().splitlines()) == 1


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


STOPS = """
import sys, sqlalchemy as sa
from gazetted.record import store
made, left = store._postgres_engine, [int(sys.argv.pop(1))]
def slow(address):
    engine = made(address)
    @sa.event.listens_for(engine, "before_cursor_execute")
    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            print("now", flush=True)
            sys.stdin.readline()
    return engine
store._postgres_engine = slow
from gazetted.cli import main
sys.exit(main())
"""


@pytest.mark.postgres
def test_a_load_that_loses_the_server_tells_nothing_and_says_so(
    server: PostgresServer, tmp_path: Path, environment: dict[str, str]
) -> None:
    record = server.at(server.new())
    for number in (1, 2):
        path = updates.write_edition(tmp_path, number)
        command = ["load", str(path), "--source", "own", "--date", f"2026-01-0{number}", "--force", "--record", record]
        if number == 1:
            subprocess.run([*updates.PROGRAM, *command], env=environment, check=True, capture_output=True)
            before = state(record)
            continue
        with subprocess.Popen(
            [sys.executable, "-c", STOPS, "20", *command], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as loading:  # fmt: skip
            assert loading.stdout
            assert loading.stdout.readline() == "now\n", loading.stderr.read() if loading.stderr else ""
            server.stop()
            _, said = loading.communicate("go on\n", timeout=60)
        assert (loading.returncode, len(said.strip().splitlines())) == (4, 1), said
        assert "was lost" in said
        server.start()
        assert state(record) == before
        subprocess.run([*updates.PROGRAM, *command], env=environment, check=True, capture_output=True)
        assert state(record)[1] == before[1] + 1


def state(record: str) -> tuple[str, int]:
    from gazetted.record.opening import open_ledger

    ledger = open_ledger(record, builtin=False)
    try:
        return ledger.digest(), len(ledger.moments())
    finally:
        ledger.close()
