"""How fast names are screened against a record, and how that grows with the number of listed names.

    python benchmarks/speed/screening.py --record FILE [--queries FILE.csv …] [--sizes 10000,100000,500000] [--freeze]

Seconds are of this process's processor time, so that other work on the machine counts little. Beside it, in the same
run and on the same names, rapidfuzz by brute force (token sort and WRatio over every listed name). Queries are the
column `full_name` of CSV files (gzipped or not); without any, invented names. The first thousands of a batch are cold:
each new word is looked up among all listed words once; `warm` is the same batch again, when its words are known.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import json
import os
import platform
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

import gazetted
from gazetted.matching.index import NameIndex
from gazetted.matching.index_file import opened, save
from gazetted.model.party import PartyName
from gazetted.model.standing import Standing
from gazetted.screening.result import Query
from gazetted.screening.screen import Settings, screen_all

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-screening.json"
ON = dt.date(2024, 12, 9)
_SOUNDS = (
    "ba",
    "ro",
    "mi",
    "kha",
    "len",
    "tar",
    "vi",
    "son",
    "de",
    "zu",
    "al",
    "ner",
    "pos",
    "gi",
    "hol",
    "ky",
    "sha",
    "ram",
)


class _NoStandings:
    """A record that tells of names only: what is timed is finding and judging them."""

    def parties(self, known: dt.datetime | None = None) -> dict[str, Any]:
        del known
        return {}

    def names(self, known: dt.datetime | None = None) -> list[PartyName]:
        del known
        return []

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        del party, on, known, name
        return []


def invented(count: int, seed: int) -> list[str]:
    """Invented names of two or three words; the words repeat as those of people do."""
    some = random.Random(seed)
    words = [
        "".join(some.choices(_SOUNDS, k=some.choice((2, 3, 3, 4)))).capitalize() for _ in range(max(500, count // 8))
    ]
    weights = [1 / (at + 20) for at in range(len(words))]
    return [" ".join(some.choices(words, weights, k=some.choice((2, 2, 3)))) for _ in range(count)]


def queries_of(files: Sequence[Path], seed: int) -> list[str]:
    """The names of CSV files, in an order of chance; invented ones where there is no file."""
    found: list[str] = []
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as handle:
            found += [row["full_name"] for row in csv.DictReader(handle)]
    random.Random(seed).shuffle(found)
    return found or invented(20_000, seed)


def batch(index: NameIndex, queries: Sequence[str]) -> float:
    """Names a second of processor time."""
    start = time.process_time()
    for _ in screen_all(_NoStandings(), map(Query, queries), Settings(ON), index):
        pass
    return len(queries) / (time.process_time() - start)


def brute_force(names: Sequence[str], queries: Sequence[str]) -> dict[str, float]:
    """Names a second of rapidfuzz over every listed name."""
    prepared = [utils.default_process(name) for name in names]
    found = {}
    for scorer in (fuzz.token_sort_ratio, fuzz.WRatio):
        start = time.process_time()
        for query in queries:
            process.extractOne(utils.default_process(query), prepared, scorer=scorer)
        found[scorer.__name__] = len(queries) / (time.process_time() - start)
    return found


def single(record: gazetted.Record, queries: Sequence[str]) -> dict[str, float]:
    """Milliseconds of single screenings of names not asked before."""
    record.screen("A Name")
    took = []
    for query in queries:
        start = time.perf_counter()
        record.screen(query, on=ON)
        took.append(1000 * (time.perf_counter() - start))
    took.sort()
    return {"p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)]}


def on_record(path: Path, queries: Sequence[str], repeats: Sequence[str]) -> dict[str, Any]:
    """Everything that is measured on a real record."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GAZETTED_CACHE"] = folder
        with gazetted.open(path) as record:
            start = time.process_time()
            record.screen("A Name", on=ON)
            build = time.process_time() - start
            (file,) = Path(folder).glob("*.idx")
            figures: dict[str, Any] = {"build, s": build, "file, MB": file.stat().st_size / 1e6}
            names = [name.text for name in record.ledger.names()]
            figures["names"] = len(names)
            figures["single, ms"] = single(record, queries[:1000])
        with gazetted.open(path) as record:
            start = time.perf_counter()
            index = opened(file, _digest_in(file))
            figures["open, ms"] = 1000 * (time.perf_counter() - start)
            assert index is not None
            figures["batch of all queries, cold, names/s"] = batch(index, queries)
            figures["batch of all queries, warm, names/s"] = batch(index, queries)
            figures[f"batch of {len(repeats):,} with the same words, names/s"] = batch(index, repeats)
        figures["rapidfuzz brute force, names/s"] = brute_force(names, queries[:60])
    figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _digest_in(file: Path) -> str:
    head = file.read_bytes()[: 1 << 20]
    start = head.index(b"{")
    found: str = json.JSONDecoder().raw_decode(head[start:].decode("utf-8", "ignore"))[0]["digest"]
    return found


def growth(sizes: Sequence[int]) -> dict[str, dict[str, float]]:
    """Invented lists of several sizes, screened with invented customers."""
    found = {}
    for size in sizes:
        start = time.process_time()
        built = NameIndex.build([PartyName(str(at), text, "primary") for at, text in enumerate(invented(size, 1))])
        build = time.process_time() - start
        with tempfile.TemporaryDirectory() as folder:
            save(built, Path(folder) / "names.idx", "size")
            index = opened(Path(folder) / "names.idx", "size")
            assert index is not None
            del built
            customers = [
                f"{first} Von {last}" for first, last in zip(invented(4000, 2), invented(4000, 3), strict=True)
            ]
            index.search([])
            speed = batch(index, customers)
        found[f"{size:,}"] = {"build, s": build, "us a name": 1e6 / speed}
    return found


def main() -> int:
    """Measure, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--queries", type=Path, nargs="*", default=[])
    parser.add_argument("--sizes", default="10000,100000,500000")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    queries = queries_of(args.queries, 1)
    some = random.Random(2)
    words = [word for query in queries for word in query.split()]
    repeats = [f"{some.choice(words)} {some.choice(words)}" for _ in range(40_000)]
    figures = {
        "record": on_record(args.record, queries, repeats),
        "growth": growth([int(size) for size in args.sizes.split(",") if size]),
    }
    before = json.loads(FROZEN.read_text(encoding="utf-8"))["figures"] if FROZEN.exists() else {}
    for part, rows in figures.items():
        for name, value in rows.items():
            print(f"{part:8s} {name:52s} {value}   frozen: {before.get(part, {}).get(name, '-')}")
    if args.freeze:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        content = {"machine": machine, "queries": len(queries), "figures": figures}
        FROZEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
