"""A load that is killed leaves the old or the new record: the quick form of benchmarks/faults/kills.py."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gazetted.record.opening import open_ledger

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "faults" / "kills.py"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kills_benchmark", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


kills: Any = _loaded()


def test_killed_loads_leave_the_old_or_the_new_record() -> None:
    made, _ = kills.run(kills=8, entries=500, seed=7, server=None, again=4)
    assert [one for one in made if one.faults or one.state not in ("old", "new")] == []
    assert any(one.state == "old" and not one.done for one in made)


@pytest.mark.postgres
def test_killed_loads_leave_the_old_or_the_new_record_on_postgres(postgres_server: str) -> None:
    made, _ = kills.run(kills=3, entries=500, seed=8, server=postgres_server, again=3)
    assert [one for one in made if one.faults or one.state not in ("old", "new")] == []


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two editions."""
    folder = tmp_path_factory.mktemp("kills")
    first, second = kills.write_editions(folder, 100, 3)
    record = folder / "record.sqlite"
    open_ledger(record, builtin=False).close()
    kills.timed(str(record), first, kills.DAYS[0])
    kills.timed(str(record), second, kills.DAYS[1])
    return record


@pytest.fixture
def half(sound: Path, tmp_path: Path) -> Any:
    """A copy of it, open."""
    ledger = open_ledger(shutil.copy(sound, tmp_path / "record.sqlite"), builtin=False)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM presence WHERE id = (SELECT max(id) FROM presence)", "presence is not what it is"),
        ("UPDATE presence SET last_date = first_date", "presence is not what it is"),
        ("DELETE FROM name WHERE id = (SELECT max(id) FROM name)", "the names are not what they are"),
        ("UPDATE loads SET record_digest = '' WHERE id = 2", "a load has no digest"),
    ],
)
def test_a_state_between_is_seen(half: Any, statement: str, fault: str) -> None:
    assert kills.faults_of(half, half._store) == []
    with half._store.writing() as connection:
        connection.exec_driver_sql(statement)
    assert any(fault in one for one in kills.faults_of(half, half._store))
