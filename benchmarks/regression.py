"""Whether something became clearly slower: short forms of the speed benchmarks, each beside a baseline of the same run.

    python benchmarks/regression.py [--tries 3] [--freeze]

Every figure is processor time of ours divided by that of a baseline which does not change: rapidfuzz, Python's own csv,
or a loop in plain Python. Both are measured in turns, and the median of the ratios counts, so that a figure holds on a
machine of any speed. It fails where a ratio is above its frozen one by more than the margin (`regression.toml`) in
every one of some tries. `--freeze` writes the ratios that later runs are compared with.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib.util
import io
import random
import re
import resource
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

import gazetted
from gazetted.matching.index import NameIndex
from gazetted.model.party import PartyName

LIMITS = Path(__file__).with_suffix(".toml")
ON = dt.date(2024, 12, 9)
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_LISTED, _QUERIES, _BRUTE, _ENTRIES = 4_000, 300, 8, 1_500
_TURNS = 5

ARTICLE = """By Emil Orso
Washington, 9 December 2024

The United States may remove Hayat Tahrir al-Sham from its list of foreign terrorist organizations, two officials said
on Monday. "We are considering it," a spokesman of the State Department said. The group was listed in 2018. The United
Nations lists it too, and so does the European Union, which took no decision on 2 December. Daesh, which fought the
group for years, stays on every list, a diplomat said. Hizballah was not named in the paper that the council discussed.
"""


class Pair(NamedTuple):
    """Something of ours, and what it is measured by."""

    ours: Callable[[], object]
    baseline: Callable[[], object]


def names(count: int, seed: int) -> list[str]:
    """Names that nobody has, with words that repeat."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 4)))).title() for _ in range(max(50, count // 4))
    ]
    weights = [1 / (at + 10) for at in range(len(words))]
    return [" ".join(chance.choices(words, weights, k=chance.choice((2, 2, 3, 4)))) for _ in range(count)]


def made_csv(folder: Path, entries: int) -> Path:
    """A made-up list in the form of OFAC's legacy files."""
    folder.mkdir()
    rows = []
    for number, name in enumerate(names(entries, 5), 1):
        remarks = f"DOB 0{number % 9 + 1} Mar 19{number % 60 + 30}; Passport A{number:07} (Iran); a.k.a. 'MR {name}'."
        rows.append(f'{number},"{name.upper()}","individual","SDGT",{"-0- ," * 7}"{remarks}"\r\n')
    path = folder / "sdn.csv"
    path.write_text("".join(rows), encoding="utf-8")
    return path


def words_counted() -> int:
    """The baseline of reading: words cut, folded and counted by plain Python."""
    found: dict[str, int] = {}
    for _ in range(40):
        for match in re.finditer(r"\w+", ARTICLE):
            word = match[0].casefold()
            found[word] = found.get(word, 0) + len(word)
    return len(found)


@contextmanager
def pairs() -> Iterator[dict[str, Pair]]:
    """What is measured, by name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        listed = names(_LISTED, 1)
        file = made_csv(folder / "list", _ENTRIES)
        content = file.read_text(encoding="utf-8")
        own = folder / "own.csv"
        own.write_text("id,kind,name\n" + "".join(f"{at},person,{name}\n" for at, name in enumerate(listed)), "utf-8")
        with gazetted.open(folder / "record.sqlite", cache=folder) as record:
            record.load(own, source="made", date=ON)
            record.screen("A Name", on=ON)
            record.read(ARTICLE)
            plain = [utils.default_process(name.text) for name in record.ledger.names()]
            fresh = (names(1, seed)[0] for seed in range(1_000_000))
            batches = (names(_QUERIES, seed) for seed in range(2_000_000, 3_000_000))
            articles = (f"{ARTICLE}Edition {number}.\n" for number in range(1_000_000))
            numbers = iter(range(1_000_000))

            def brute(queries: int) -> None:
                for query in names(queries, 4):
                    process.extractOne(utils.default_process(query), plain, scorer=fuzz.token_sort_ratio)

            def load() -> None:
                with gazetted.open(folder / f"{next(numbers)}.sqlite", builtin=False) as fresh_record:
                    fresh_record.load(file, date="2024-12-01", force=True)

            yield {
                "batch of 300 names / rapidfuzz on 8": Pair(
                    lambda: record.screen_many(next(batches), on=ON), lambda: brute(_BRUTE)
                ),
                "20 single names / rapidfuzz on 8": Pair(
                    lambda: [record.screen(next(fresh), on=ON) for _ in range(20)], lambda: brute(_BRUTE)
                ),
                "an article / words counted": Pair(lambda: record.read(next(articles)), words_counted),
                "a list loaded / csv passed over 20 times": Pair(load, lambda: passed(content, 20)),
                "index of 4,000 names / rapidfuzz on 8": Pair(lambda: built(listed), lambda: brute(_BRUTE)),
            }


def passed(content: str, times: int) -> None:
    """Pass over a CSV file."""
    for _ in range(times):
        for _row in csv.reader(io.StringIO(content, newline="")):
            pass


def built(listed: list[str]) -> NameIndex:
    """An index of names."""
    return NameIndex.build([PartyName(f"p{at}", name, "primary") for at, name in enumerate(listed)], {})


def ratio(pair: Pair) -> float:
    """The median of the ratios of some turns: the baseline, ours, and the baseline once more."""

    def seconds(work: Callable[[], object]) -> float:
        start = _busy()
        work()
        return max(_busy() - start, 1e-6)

    pair.ours()
    found = []
    for _ in range(_TURNS):
        before = seconds(pair.baseline)
        ours = seconds(pair.ours)
        found.append(2 * ours / (before + seconds(pair.baseline)))
    return statistics.median(found)


def _busy() -> float:
    """Seconds of processor time of this process and of those that it had work for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def slower(measure: Callable[[], float], limit: float, tries: int) -> list[float]:
    """The ratios of some tries; fewer where one of them is within the limit, for noise only adds.

    >>> ratios = iter([5.0, 1.5, 9.0])
    >>> slower(lambda: next(ratios), 2.0, 3)
    [5.0, 1.5]
    """
    found: list[float] = []
    for _ in range(tries):
        found.append(measure())
        if found[-1] <= limit:
            break
    return found


def main() -> int:
    """Measure, print beside the frozen ratios, and say what is clearly slower."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    limits = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    frozen, margin, bad = limits["frozen"], limits["margin"], []
    if missing := [
        name for name in ("_kernel", "_keys", "_cutting") if not importlib.util.find_spec(f"gazetted.text.{name}")
    ]:
        print(f"Not compared: {', '.join(missing)} are not compiled here, and the frozen ratios are with them.")
        return 0
    fresh: dict[str, float] = {}
    with pairs() as measured:
        for name, pair in measured.items():
            if args.freeze:
                fresh[name] = round(statistics.median(ratio(pair) for _ in range(args.tries)), 3)
                print(f"{name:44s} {fresh[name]:8.3f}   frozen before: {frozen.get(name, '-')}")
                continue
            limit = margin * frozen[name]
            found = slower(partial(ratio, pair), limit, args.tries)
            bad += [name] if found[-1] > limit else []
            told = ", ".join(f"{one:.3f}" for one in found)
            print(f"{name:44s} {told:26s} frozen {frozen[name]:.3f}, at most {limit:.3f}")
    if args.freeze:
        head = LIMITS.read_text(encoding="utf-8").partition("[frozen]")[0]
        rows = "".join(f'"{name}" = {value}\n' for name, value in fresh.items())
        LIMITS.write_text(f"{head}[frozen]\n{rows}", encoding="utf-8")
    if bad:
        print(f"Clearly slower than when it was frozen: {'; '.join(bad)}.", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
