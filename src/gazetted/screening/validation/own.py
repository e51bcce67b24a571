"""The user's own file: names with or without the word of who should be found."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from gazetted.errors import UsageError
from gazetted.record.ledger import Ledger
from gazetted.screening.file import screen_file
from gazetted.screening.result import Screening
from gazetted.screening.validation.measure import SHOWN, Screener, best_of, share, top
from gazetted.screening.validation.result import Alarm, FileResult, Miss

EXPECTED = "expected"
"""Column that says who should be found: a slug or a name of the record; empty or `none`: nobody."""

_NOBODY = frozenset({"", "-", "none", "nobody", "no match"})
_CSV = ".csv"


class OwnFile(msgspec.Struct, frozen=True):
    """What a file found.

    Attributes:
        result: the figures.
        shares: threshold → share of the names with a candidate.
    """

    result: FileResult
    shares: dict[float, float]


def measure_file(
    ledger: Ledger, path: Path, screener: Screener, *, mapping: Mapping[str, str] | None, threshold: float,
    steps: Sequence[float],
) -> OwnFile:  # fmt: skip
    """Screen a file and count.

    Args:
        ledger: the record.
        path: CSV, JSONL or Parquet, as of `screen --file`; a column `expected` labels the rows.
        screener: screens names.
        mapping: field → column.
        threshold: least score of a match.
        steps: thresholds at which the names with a candidate are counted.

    Raises:
        UsageError: there is no such file, or the mapping asks for a key, which a labelled file has no place for.
        ListFileError: it is not what it should be.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}: give the path of a CSV or JSONL file.")
    columns = dict(mapping or {})
    if _may_have_labels(path):
        columns["key"] = EXPECTED  # a key is only echoed, so that it can carry the label
    tally = _Tally(ledger, threshold)
    above: Counter[float] = Counter()
    for _, screening in screen_file(path, screener, mapping=columns or None):
        tally.count(screening, labelled="key" in columns)
        for step in steps:
            above[step] += top(screening) >= step
    return OwnFile(tally.result(path), {step: share(above[step], tally.rows) for step in steps})


def _may_have_labels(path: Path) -> bool:
    """Whether a CSV has the column; of other files it is told row by row."""
    if path.suffix.lower() != _CSV:
        return True
    with path.open("rb") as file:
        head = file.readline(1 << 20).decode("utf-8-sig", "replace")
    return EXPECTED in [cell.strip() for row in csv.reader([head]) for cell in row]


class _Tally:
    """Counts rows as they are screened."""

    def __init__(self, ledger: Ledger, threshold: float) -> None:
        self._threshold = threshold
        self._parties = lru_cache(maxsize=1 << 14)(lambda text: frozenset(_parties(ledger, text)))
        self.rows = 0
        self._with = self._labelled = self._found = self._unknown = self._empty = self._empty_alarms = 0
        self._misses: list[Miss] = []
        self._alarms: list[Alarm] = []

    def count(self, screening: Screening, *, labelled: bool) -> None:
        self.rows += 1
        found = [match for match in screening.matches if match.score >= self._threshold]
        self._with += bool(found)
        expected = (screening.query.key or "").strip() if labelled else ""
        if expected.casefold() in _NOBODY:
            best = best_of(screening)
            self._empty += 1
            if found and best is not None:
                self._empty_alarms += 1
                self._alarms.append(Alarm(screening.query.name, best.matched_name, best.party, best.score, known=False))
                self._alarms = sorted(self._alarms, key=lambda row: (-row.score, row.query))[:SHOWN]
            return
        self._labelled += 1
        wanted = self._parties(expected)
        self._unknown += not wanted
        if any(match.party in wanted for match in found):
            self._found += 1
        elif len(self._misses) < SHOWN:
            mine = [match.score for match in screening.matches if match.party in wanted]
            self._misses.append(Miss(screening.query.name, expected, min(wanted, default=""), max(mine, default=None)))

    def result(self, path: Path) -> FileResult:
        some = self._labelled > 0
        return FileResult(
            file=path.name, sha256=_sha256(path), rows=self.rows, with_candidates=self._with,
            labelled=self._labelled, found=self._found, unknown=self._unknown,
            negatives=self._empty if some else 0, alarms=self._empty_alarms if some else 0,
            misses=tuple(self._misses), examples=tuple(self._alarms) if some else (),
        )  # fmt: skip


def _parties(ledger: Ledger, text: str) -> Iterator[str]:
    """Slugs that a label means: a slug, or the parties of that name."""
    slug = ledger.slug(text)
    if slug is not None:
        yield ledger.slugs(slug)[0]
        return
    yield from (party.party for party in ledger.find(text)[:SHOWN])


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
