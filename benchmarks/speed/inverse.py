"""Watching a portfolio: looking only at what an edition changed, beside screening everybody again.

    python benchmarks/speed/inverse.py FOLDER FIRST SECOND [--customers 100000] [--freeze]

FOLDER holds published list files (`us-ofac-sdn/2023-01-24` …), FIRST and SECOND are two editions in it. Customers are
made up: words of listed names put together by chance, invented words, and one in fifty a listed name spoiled by a
letter, of these one in ten that of a party that the second edition touches; a third have a birth year, a country or an
identifier. In one run, on one record and one portfolio:

* `inverse`: the look after the second edition, on the next day, as `watch run` takes it;
* `full`: the same look with `--full`: every listed name held against the portfolio;
* `forward`: every customer screened against the index of the record, as `screen --file` does it.

`inverse` and `full` must leave the same matches and raise the same alerts, or the exit code is 1. Seconds are of this
process's processor time, for `inverse` the median of three. How far `forward` finds the same pairs is told beside it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import itertools
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import gazetted
from gazetted.api import Record
from gazetted.watch.customers import BETWEEN
from gazetted.watch.run import RunReport, run
from gazetted.watch.state import State

FROZEN = Path(__file__).parent / "frozen-inverse.json"
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NEXT = NOON.date() + dt.timedelta(days=1)
COUNTRIES = ("SY", "IR", "RU", "LB", "DE", "FR", "BR", "CN")
_SOUNDS = ("ba", "ro", "mi", "kha", "len", "tar", "vi", "son", "de", "zu", "al", "ner", "pos", "gi", "hol", "ky")


def customers(
    listed: Sequence[str], touched: Sequence[str], identifiers: Sequence[str], count: int, seed: int
) -> list[dict[str, str]]:
    """Made-up customers."""
    some = random.Random(seed)
    words = sorted({word.strip(",.()'\"") for name in listed for word in name.split() if len(word) > 2})
    made = ["".join(some.choices(_SOUNDS, k=3)).capitalize() for _ in range(4000)]
    rows = []
    for number in range(count):
        row = {"id": f"c{number}", "kind": some.choice(("person", "person", "organization", "any"))}
        if number % 50 == 0:
            row["name"] = _spoiled(some.choice(touched if touched and number % 500 == 0 else listed), some)
        else:
            pool = words if number % 2 else made
            row["name"] = " ".join(some.choice(pool) for _ in range(some.choice((2, 2, 3))))
        chance = some.random()
        if chance < 0.15:
            row["born"] = str(some.randrange(1940, 2005))
        elif chance < 0.3:
            row["country"] = some.choice(COUNTRIES)
        elif chance < 0.33 and identifiers:
            row["ids"] = some.choice(identifiers) if chance < 0.301 else f"passport:X{number}"
        rows.append(row)
    return rows


def _spoiled(name: str, some: random.Random) -> str:
    at = some.randrange(len(name))
    return name[:at] + some.choice("aeiou") + name[at + 1 :]


def _timed(what: Callable[[], Any]) -> tuple[float, float, Any]:
    cpu, wall = time.process_time(), time.perf_counter()
    found = what()
    return round(time.process_time() - cpu, 3), round(time.perf_counter() - wall, 3), found


def _names_touched(folder: Path, editions: Sequence[str], place: Path) -> list[str]:
    """The names of parties that the second edition touches."""
    clock = itertools.count()
    with gazetted.open(
        place / "both.sqlite", builtin=False, clock=lambda: NOON + dt.timedelta(minutes=next(clock))
    ) as record:
        for edition in editions:
            _load(record, folder, edition)
        moments = record.ledger.moments()
        touched = record.ledger.touched(moments[-2], moments[-1]) or frozenset()
        return sorted(name.text for name in record.ledger.names() if name.party in touched and "\n" not in name.text)


def measured(folder: Path, editions: Sequence[str], count: int, place: Path) -> dict[str, Any]:
    """Everything, in one run."""
    clock = itertools.count()
    with gazetted.open(
        place / "r.sqlite", builtin=False, clock=lambda: NOON + dt.timedelta(minutes=next(clock))
    ) as record:
        _load(record, folder, editions[0])
        listed = [name.text for name in record.ledger.names() if "\n" not in name.text]
        slugs = sorted({name.party for name in record.ledger.names()})
        numbers = [one for slug in slugs[::40] for one in record.ledger.particulars(slug).identifiers]
        touched_names = _names_touched(folder, editions, place)
        with (place / "customers.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ("id", "name", "kind", "born", "country", "ids"))
            writer.writeheader()
            writer.writerows(customers(listed, touched_names, [one for one in numbers if ";" not in one], count, 1))
        with closing(State(place / "inverse.sqlite")) as state:
            state.add("portfolio", str(place / "customers.csv"))
            first = _timed(lambda: _looked(record, state, NOON.date()))
            state.confirm("terminal", [number for number, _ in first[2].alerts])
        _load(record, folder, editions[1])
        for name, suffix in itertools.product(("full", "alone", "again", "third"), (".sqlite", ".1.names", ".1.rows")):
            shutil.copy(place / f"inverse{suffix}", place / f"{name}{suffix}")
    found: dict[str, tuple[float, float, Any]] = {}
    rest: dict[str, tuple[Any, Any]] = {}
    for name, full in (("again", False), ("third", False), ("inverse", False), ("full", True)):
        with gazetted.open(place / "r.sqlite", builtin=False) as record, closing(
            State(place / f"{name}.sqlite")
        ) as state:  # fmt: skip
            found[name] = _timed(lambda: _looked(record, state, NEXT, full=full))  # noqa: B023
            (watch,) = state.watches()
            rest[name] = (state.seen(watch), [alert for _, alert in found[name][2].alerts])
    found["inverse"] = sorted((found[name] for name in ("again", "third", "inverse")), key=lambda row: row[0])[1]
    with gazetted.open(place / "r.sqlite", builtin=False) as record:
        os.environ["GAZETTED_CACHE"] = str(place)
        build = _timed(lambda: record.screen("A Name"))
        forward = _timed(
            lambda: {
                (screening.query.key, match.party)
                for _, screening in record.screen_file(place / "customers.csv", on=NEXT, limit=1000)
                for match in screening.matches
            }
        )
        moments = record.ledger.moments()
        touched = record.ledger.touched(moments[-2], moments[-1])
        names = record.ledger.names()
    pairs = {tuple(subject.split(BETWEEN)) for subject in rest["full"][0]}
    return {
        "editions": list(editions), "customers": count, "listed names": len(names),
        "parties touched": len(touched) if touched is not None else None,
        "names of these": sum(name.party in touched for name in names) if touched is not None else None,
        "first look (everything, with indexing), cpu s": first[0],
        "inverse, cpu s": found["inverse"][0], "inverse, wall s": found["inverse"][1],
        "full, cpu s": found["full"][0], "full, wall s": found["full"][1],
        "forward, cpu s": forward[0], "index for forward, cpu s": build[0],
        "ratio full / inverse": round(found["full"][0] / found["inverse"][0], 1),
        "ratio forward / inverse": round(forward[0] / found["inverse"][0], 1),
        "alerts": len(rest["full"][1]), "matches": len(rest["full"][0]),
        "same matches": rest["inverse"][0] == rest["full"][0], "same alerts": rest["inverse"][1] == rest["full"][1],
        "pairs that forward finds too": len(pairs & forward[2]), "only by watch": len(pairs - forward[2]),
        "only by forward": len(forward[2] - pairs),
        "peak memory of a process that does inverse, MB": _memory(place),
        "files of the portfolio, MB": round(
            sum((place / f"inverse.1.{one}").stat().st_size for one in ("names", "rows")) / 1e6, 1
        ),
        "machine": {"python": platform.python_version(), "machine": platform.machine()},
    }  # fmt: skip


ALONE = """
import datetime as dt, pathlib, sys
import gazetted
from gazetted.watch.run import run
from gazetted.watch.state import State
with gazetted.open(sys.argv[1], builtin=False) as record:
    state, now = State(pathlib.Path(sys.argv[2])), dt.datetime.now(dt.UTC)
    run(record.ledger, state, on=dt.date(2026, 3, 2), now=now)
status = pathlib.Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def _memory(place: Path) -> int | None:
    """Megabytes that a process of its own needs at most for the inverse look; None where the system does not say."""
    if not Path("/proc/self/status").exists():
        return None
    command = [sys.executable, "-c", ALONE, str(place / "r.sqlite"), str(place / "alone.sqlite")]
    return round(int(subprocess.run(command, check=True, capture_output=True).stdout) / 1024)


def _load(record: Record, folder: Path, edition: str) -> None:
    record.load(folder / edition, date=edition.rpartition("/")[2] if "ofac" in edition else None)


def _looked(record: Record, state: State, on: dt.date, *, full: bool = False) -> RunReport:
    return run(record.ledger, state, on=on, now=NOON, full=full)


def main() -> int:
    """Measure, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("editions", nargs=2)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measured(args.folder, args.editions, args.customers, Path(name))
    json.dump(figures, sys.stdout, indent=1)
    print()
    if args.freeze:
        held = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
        held[" → ".join(args.editions)] = figures
        FROZEN.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if figures["same matches"] and figures["same alerts"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
