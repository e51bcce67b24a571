"""Spark gives the answers of the local run, on a cluster of several processes, also when one of them is killed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.errors import UsageError
from gazetted.scale.bundle import pack

sql = pytest.importorskip("pyspark.sql")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("default")

NAMES = ["Abu Mohammad al-Julani", None, "John Smith", "PKK", "Хамас", "Jane Roe", "", "Ahmed al-Sharaa"] * 40


@pytest.fixture(scope="module")
def bundle(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spark")
    shutil.copy(builtin_path, folder / "record.sqlite")
    with gazetted.open(folder / "record.sqlite") as record:
        pack(record, folder / "record.gazetted")
    return folder / "record.gazetted"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    cache = str(tmp_path_factory.mktemp("cache"))
    session = (
        sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.GAZETTED_CACHE", cache)
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def _answers(frame: Any) -> list[tuple[int, list[Any]]]:
    rows = frame.orderBy("row").collect()
    return [(row["row"], [(one["party"], one["score"], one["matched_name"]) for one in row["matches"]]) for row in rows]


@pytest.fixture(scope="module")
def expected(builtin_path: Path) -> list[tuple[int, list[Any]]]:
    with gazetted.open(builtin_path) as record:
        found = {name: record.screen(name, on="2024-12-09").matches for name in set(NAMES) if name}
    return [
        (row, [(one.party, one.score, one.matched_name) for one in found.get(name or "", ())])
        for row, name in enumerate(NAMES)
    ]


def test_a_cluster_gives_the_local_answers(session: Any, bundle: Path, expected: list[Any]) -> None:
    from gazetted import spark

    frame = session.createDataFrame(list(enumerate(NAMES)), ["row", "name"])
    found = spark.screen(frame, "name", bundle=bundle, on="2024-12-09", partitions=5)
    assert _answers(found) == expected


def test_a_lost_executor_loses_nothing(session: Any, bundle: Path, expected: list[Any]) -> None:
    from gazetted import spark

    frame = session.createDataFrame(list(enumerate(NAMES)), ["row", "name"])
    found = spark.screen(frame, "name", bundle=bundle, on="2024-12-09", partitions=8)
    killed: list[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            time.sleep(0.3)
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    words = (process / "cmdline").read_bytes()
                except OSError:
                    continue
                if b"CoarseGrainedExecutorBackend" in words:
                    killed.append(int(process.name))
                    os.kill(killed[0], signal.SIGKILL)
                    return

    thread = threading.Thread(target=kill)
    thread.start()
    answers = _answers(found)
    thread.join()
    assert killed
    assert answers == expected


def test_a_column_that_is_not_there_is_named(session: Any, bundle: Path) -> None:
    from gazetted import spark

    frame = session.createDataFrame([(1, "a")], ["row", "name"])
    with pytest.raises(UsageError, match="no column 'customer': there are row, name"):
        spark.screen(frame, "customer", bundle=bundle, on="2024-12-09")
