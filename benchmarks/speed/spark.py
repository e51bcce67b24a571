"""Screening by Spark beside screening by one process: the same answers, and what a core does in each.

    python benchmarks/speed/spark.py --record FILE [--names 1000000] [--cores 2] [--freeze]

Needs the extra `spark` and Java. Names are made up of words of the record's own names, so that they have candidates;
one in fifty is a listed name with a letter lost. The local run screens all of them in one process, by the same
function over the same Arrow batches; Spark runs a local cluster with one worker process for each core. Seconds are of
the clock, after one warm-up that starts the workers and maps the index; both write Parquet. The digests of both
answers, row by row, must be equal, or the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gazetted
from gazetted.scale.arrow import ScreenTask, screen_batches
from gazetted.scale.bundle import pack

FROZEN = Path(__file__).parent / "frozen-spark.json"
DAY = "2026-11-01"
BATCH = 10_000


def invented(names: Sequence[str], count: int, seed: int = 8) -> list[str]:
    """Names of customers: words of other names put together by chance, one in fifty a listed name spoiled."""
    some = random.Random(seed)
    words = sorted({word for name in names for word in name.split() if len(word) > 2})
    made = []
    for _ in range(count):
        if some.random() < 0.02:
            name = some.choice(names)
            at = some.randrange(len(name))
            made.append(name[:at] + name[at + 1 :])
        else:
            made.append(" ".join(some.choices(words, k=some.choice((2, 2, 3)))))
    return made


def digest_of(path: Path) -> tuple[str, int]:
    """Digest of all answers in the order of the rows, and how many rows match."""
    from pyarrow import dataset

    found = dataset.dataset(path, format="parquet").to_table(columns=["row", "matches"]).sort_by("row")
    digest, hits = hashlib.sha256(), 0
    for batch in found.to_batches(max_chunksize=BATCH):
        rows = batch.to_pylist()
        hits += sum(bool(row["matches"]) for row in rows)
        digest.update(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest(), hits


def local(task: ScreenTask, source: Path, out: Path) -> float:
    """One process over the batches of the file."""
    from pyarrow import parquet

    out.mkdir()
    batches = parquet.ParquetFile(source).iter_batches(batch_size=BATCH)
    started, writer = time.perf_counter(), None
    for batch in screen_batches(task, batches):
        writer = writer or parquet.ParquetWriter(out / "answers.parquet", batch.schema)
        writer.write_batch(batch)
    if writer:
        writer.close()
    return time.perf_counter() - started


def session(cores: int, cache: str) -> Any:
    """A local cluster of so many worker processes."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    made: Any = SparkSession.builder
    found = (
        made.master(f"local-cluster[{cores},1,2048]")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.GAZETTED_CACHE", cache)
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        .getOrCreate()
    )
    found.sparkContext.setLogLevel("ERROR")
    return found


def measured(record: Path, count: int, cores: int, folder: Path) -> dict[str, Any]:
    """Both runs over the same names."""
    import pyarrow as pa
    from pyarrow import parquet

    from gazetted import spark

    bundle = folder / "record.gazetted"
    with gazetted.open(record) as opened:
        manifest = pack(opened, bundle)
        names = [one.text for one in opened.ledger.names(manifest.moment)]
    rows = pa.table({"row": range(count), "name": invented(names, count)})
    parquet.write_table(rows, folder / "names.parquet", row_group_size=BATCH)
    parquet.write_table(rows.slice(0, 4 * cores), folder / "few.parquet")
    task = ScreenTask(bundle=str(bundle), columns={"name": "name"}, on=DAY, folder=str(folder / "cache"))
    local(task, folder / "few.parquet", folder / "warm")
    alone = local(task, folder / "names.parquet", folder / "local")
    cluster = session(cores, str(folder / "cache"))

    def by_spark(source: str, out: str) -> float:
        started = time.perf_counter()
        frame = cluster.read.parquet(str(folder / source))
        found = spark.screen(frame, "name", bundle=bundle, on=DAY, partitions=8 * cores)
        found.write.parquet(str(folder / out))
        return time.perf_counter() - started

    by_spark("few.parquet", "warm-spark")
    together = by_spark("names.parquet", "spark")
    cluster.stop()
    (one, hits), (other, _) = digest_of(folder / "local"), digest_of(folder / "spark")
    return {
        "names listed": len(names),
        "names screened": count,
        "rows with a match": hits,
        "same answers": one == other,
        "local, names/s per core": round(count / alone),
        "spark, names/s per core": round(count / together / cores),
        "spark per core / local": round(alone / together / cores, 3),
        "spark cores": cores,
        "bundle, MB": round(bundle.stat().st_size / 1e6, 1),
        "machine": {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()},
    }


def main() -> int:
    """Measure, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--record", type=Path, required=True, help="a record with every list loaded")
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--freeze", action="store_true", help="write the figures that later runs are compared with")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(asked.record, asked.names, asked.cores, Path(folder))
    for name, value in figures.items():
        print(f"{name:28} {value}")
    if asked.freeze:
        FROZEN.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0 if figures["same answers"] else 1


if __name__ == "__main__":
    sys.exit(main())
