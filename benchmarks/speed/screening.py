"""How fast names are screened against a record, and how that grows with the number of listed names.

    python benchmarks/speed/screening.py --record FILE [--queries FILE.csv …] [--peer-python PATH]
        [--sizes 10000,100000,500000,2000000] [--freeze]

All seconds are of processor time, of one core, unless a figure says wall: the machine has other work. Spreads are over
parts of one run. Beside it, in the same run: rapidfuzz by brute force over every listed name, and nomenklatura's
logic-v2 on the same candidates, by the Python that `--peer-python` names (it need not be this one).

Queries are the column `full_name` of CSV files (gzipped or not); without any, invented names. `cold` is a batch whose
words were never met; `warm` is the same batch again, when they are known. A list of 2,000,000 names takes minutes to
build, so that `--sizes` must name it; two workers need two free cores, which the share of a core tells.
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
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

import gazetted
from gazetted.matching.index import NameIndex
from gazetted.matching.index_file import opened, save
from gazetted.matching.prepared import Prepared, prepare_once
from gazetted.matching.score import score
from gazetted.model.party import PartyName
from gazetted.model.standing import Standing
from gazetted.screening.result import Query
from gazetted.screening.screen import Settings, screen_all
from gazetted.text import kernel

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-screening.json"
_SOUNDS = re.findall("[a-z]+", "ba ro mi kha len tar vi son de zu al ner pos gi hol ky sha ram dun fe lo wen jar tu")
_NEW = 0.25
_WORDS_PER_NEW = 12
ON = dt.date(2024, 12, 9)
_PARTS = 5
_PAIRS = 3_000
_SCHEMAS = {"person": "Person", "organization": "Organization", "vessel": "Vessel"}

Figures = dict[str, Any]


def grown(real: Sequence[str], count: int, seed: int) -> list[str]:
    """So many invented names, with words that repeat as those of real lists do.

    Three words of four are drawn from the words of a real list, as often as they stand there; the others are new, and
    ever more of them come with length, as new family names do. Names have as many words as real ones.
    """
    some = random.Random(seed)
    split = [name.split() for name in real if name.isascii()]
    words = Counter(word for row in split for word in row)
    known, often = list(words), list(words.values())
    lengths = [min(6, max(2, len(row))) for row in split]
    new = [
        "".join(some.choices(_SOUNDS, k=some.choice((2, 3, 3, 4)))).capitalize()
        for _ in range(max(500, count // _WORDS_PER_NEW))
    ]
    weights = [1 / (at + 20) for at in range(len(new))]
    sizes = some.choices(lengths, k=count)
    total = sum(sizes)
    pool = some.choices(known, often, k=total)
    fresh = some.choices(new, weights, k=total)
    drawn = [fresh[at] if some.random() < _NEW else word for at, word in enumerate(pool)]
    names, at = [], 0
    for size in sizes:
        names.append(" ".join(drawn[at : at + size]))
        at += size
    return names


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


def queries_of(files: Sequence[Path], seed: int) -> list[str]:
    """The names of CSV files, in an order of chance."""
    found: list[str] = []
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as handle:
            found += [row["full_name"] for row in csv.DictReader(handle)]
    random.Random(seed).shuffle(found)
    return found


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, lowest and highest, rounded."""
    return {
        "median": round(statistics.median(values), 1),
        "lowest": round(min(values), 1),
        "highest": round(max(values), 1),
    }


def batch(index: NameIndex, queries: Sequence[str]) -> dict[str, float]:
    """Names a second of processor time: of the whole batch, and the spread of its parts."""
    size = -(-len(queries) // _PARTS)
    found, took = screen_all(_NoStandings(), map(Query, queries), Settings(ON), index), []
    for _ in range(_PARTS):
        start = time.process_time()
        count = sum(1 for _ in islice(found, size))
        if count:
            took.append((count, time.process_time() - start))
    rates = spread([count / seconds for count, seconds in took])
    return {"whole": round(sum(c for c, _ in took) / sum(s for _, s in took), 1), **rates}


def brute_force(names: Sequence[str], queries: Sequence[str]) -> dict[str, float]:
    """Names a second of rapidfuzz over every listed name."""
    prepared = [utils.default_process(name) for name in names]
    found = {}
    for scorer, some in ((fuzz.token_sort_ratio, queries), (fuzz.WRatio, queries[:10])):
        start = time.process_time()
        for query in some:
            process.extractOne(utils.default_process(query), prepared, scorer=scorer)
        found[scorer.__name__] = round(len(some) / (time.process_time() - start), 1)
    return found


def single(record: gazetted.Record, queries: Sequence[str]) -> dict[str, float]:
    """Milliseconds of single screenings of names not asked before, of processor time and by the wall clock."""
    record.screen("A Name")
    busy, wall = [], []
    for query in queries:
        start, began = time.process_time(), time.perf_counter()
        record.screen(query, on=ON)
        busy.append(1000 * (time.process_time() - start))
        wall.append(1000 * (time.perf_counter() - began))
    busy.sort()
    wall.sort()
    half, most = len(busy) // 2, int(len(busy) * 0.99)
    return {
        name: round(value, 2)
        for name, value in (
            ("p50", busy[half]),
            ("p99", busy[most]),
            ("p50 wall", wall[half]),
            ("p99 wall", wall[most]),
        )
    }


def on_record(path: Path, queries: Sequence[str], folder: Path) -> tuple[Figures, Path]:
    """What is measured on a real record through one process, and the index file that it made."""
    os.environ["GAZETTED_CACHE"] = str(folder)
    with gazetted.open(path) as record:
        names, parties = record.ledger.names(), record.ledger.parties()
        start = time.process_time()
        NameIndex.build(names, parties)
        figures: Figures = {"names": len(names), "build, s": round(time.process_time() - start, 2)}
        record.screen("A Name", on=ON)
        (file,) = folder.glob("*.idx")
        figures["file, MB"] = round(file.stat().st_size / 1e6, 1)
        figures["single, ms"] = single(record, queries[:1000])
    start = time.perf_counter()
    index = opened(file, _digest_in(file))
    figures["open, ms wall"] = round(1000 * (time.perf_counter() - start), 2)
    assert index is not None
    index.search([])
    figures["batch, cold, names/s"] = batch(index, queries)
    figures["batch, warm, names/s"] = batch(index, queries)
    latin = [query for query in queries if query.isascii()]
    index = opened(file, _digest_in(file))
    assert index is not None
    figures["batch, cold, names of plain Latin letters, names/s"] = batch(index, latin)
    figures["rapidfuzz brute force, names/s"] = brute_force([name.text for name in names], queries[:40])
    return figures, file


def memory(record: Path, queries: Sequence[str], cache: Path) -> float:
    """MB that a process of its own takes at most which opens the record and screens a batch.

    The index is in the cache, or is built first.
    """
    lines = (
        "import sys, json, gazetted",
        "record = gazetted.open(sys.argv[1])",
        "for _ in record.screen_many(json.load(sys.stdin)): pass",
        # Not what getrusage tells: that begins with the memory of the process that started this one.
        "print(next(int(row.split()[1]) for row in open('/proc/self/status') if row.startswith('VmHWM')) / 1024)",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(record)],
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GAZETTED_CACHE": str(cache)},
    )
    return round(float(done.stdout), 1)


def workers(record: Path, queries: Sequence[str]) -> Figures:
    """One process and two over one index in a file, by the wall clock and by processor time."""
    figures: Figures = {}
    with gazetted.open(record) as held:
        held.screen("A Name", on=ON)
        for count in (1, 2):
            before, began = _busy(), time.perf_counter()
            for _ in held.screen_many(queries, workers=count, on=ON):
                pass
            wall, busy = time.perf_counter() - began, _busy() - before
            figures[f"{count}"] = {
                "names/s wall": round(len(queries) / wall, 1),
                "processor seconds": round(busy, 2),
                "share of a core": round(busy / wall, 2),
            }
    return figures


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def pairs(file: Path, queries: Sequence[str], peer: str | None) -> Figures:
    """Microseconds of one comparison: ours, rapidfuzz's, and logic-v2's, on the same candidates."""
    index = opened(file, _digest_in(file))
    assert index is not None
    prepared = [prepare_once(query) for query in queries]
    rows: list[tuple[Prepared, Prepared]] = []
    for query, found in zip(prepared, index.search(prepared, floor=0.5, limit=5), strict=True):
        rows += [(query, index.prepared(int(number))) for number in found.names]
    random.Random(3).shuffle(rows)
    rows = rows[:_PAIRS]
    start = time.process_time()
    for query, name in rows:
        score(query, name)
    ours = time.process_time() - start
    start = time.process_time()
    for query, name in rows:
        score(prepare_once(query.raw), prepare_once(name.raw))
    whole = time.process_time() - start
    start = time.process_time()
    for query, name in rows:
        fuzz.WRatio(query.raw, name.raw)
    plain = time.process_time() - start
    figures: Figures = {
        "pairs": len(rows),
        "ours, names prepared, us a pair": round(1e6 * ours / len(rows), 1),
        "ours, both names prepared anew, us a pair": round(1e6 * whole / len(rows), 1),
        "rapidfuzz WRatio, us a pair": round(1e6 * plain / len(rows), 1),
    }
    some = [(query.raw, name.raw, _SCHEMAS.get(name.kind, "LegalEntity")) for query, name in rows[:1000]]
    figures["logic-v2"] = _logic_v2(some, peer)
    return figures


def _logic_v2(rows: Sequence[tuple[str, str, str]], peer: str | None) -> Any:
    if peer is None:
        return "absent: no --peer-python was given"
    done = subprocess.run(
        [peer, str(HERE / "logic_v2.py")], input=json.dumps(rows), capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout) if done.returncode == 0 else f"absent: {done.stderr.strip()[-200:]}"


def _digest_in(file: Path) -> str:
    head = file.read_bytes()[: 1 << 20]
    start = head.index(b'{"version"')
    found: str = json.JSONDecoder().raw_decode(head[start:].decode("utf-8", "ignore"))[0]["digest"]
    return found


def growth(sizes: Sequence[int], real: Sequence[str], queries: Sequence[str]) -> Figures:
    """Invented lists of several sizes, screened with the same customers, each met for the first time."""
    found: Figures = {}
    for size in sizes:
        names = [PartyName(str(at), text, "primary") for at, text in enumerate(grown(real, size, 1))]
        start = time.process_time()
        built = NameIndex.build(names)
        build = time.process_time() - start
        with tempfile.TemporaryDirectory() as folder:
            save(built, Path(folder) / "names.idx", "size")
            del built, names
            index = opened(Path(folder) / "names.idx", "size")
            assert index is not None
            batch(index, queries[:1])
            cold = batch(index, queries)
        found[f"{size:,}"] = {"build, s": round(build, 2), "us a name, cold": round(1e6 / cold["whole"], 1)}
        _say(f"{size:,}", found[f"{size:,}"])
    sized = list(found.values())
    if len(sized) > 1:
        found["times the names"] = round(sizes[-1] / sizes[0], 1)
        found["times the cost"] = round(sized[-1]["us a name, cold"] / sized[0]["us a name, cold"], 1)
    return found


def measured(args: argparse.Namespace) -> Figures:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        with gazetted.open(args.record) as record:
            real = [name.text for name in record.ledger.names()]
        queries = queries_of(args.queries, 1) or grown(real, 20_000, 2)
        figures, file = on_record(args.record, queries, Path(folder))
        figures["memory, MB"] = memory(args.record, queries[:10_000], Path(folder))
        with tempfile.TemporaryDirectory() as empty:
            figures["memory with building, MB"] = memory(args.record, queries[:1000], Path(empty))
        _say("record", figures)
        found: Figures = {"compiled kernel": kernel.compared is not None, "queries": len(queries), "record": figures}
        found["workers"] = workers(args.record, queries)
        _say("workers", found["workers"])
        found["pairs"] = pairs(file, queries[:6000], args.peer_python)
    _say("pairs", found["pairs"])
    latin = [query for query in queries if query.isascii()][:4000]
    found["growth"] = growth([int(size) for size in args.sizes.split(",") if size], real, latin)
    return found


def _say(what: str, figures: Figures) -> None:
    print(what, json.dumps(figures), file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--queries", type=Path, nargs="*", default=[])
    parser.add_argument("--peer-python", help="a Python that has nomenklatura")
    parser.add_argument("--sizes", default="10000,100000,500000")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    figures = measured(args)
    before = json.loads(FROZEN.read_text(encoding="utf-8"))["figures"] if FROZEN.exists() else {}
    for part, rows in figures.items():
        for name, value in rows.items() if isinstance(rows, dict) else [("", rows)]:
            then = before.get(part, {}).get(name, "-") if isinstance(before.get(part), dict) else before.get(part, "-")
            print(f"{part:16s} {name:52s} {value}   frozen: {then}")
    if args.freeze:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        FROZEN.write_text(json.dumps({"machine": machine, "figures": figures}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
