"""One party on five days, line by line, each line with the facts that bear it out.

`tests/data/golden/hts` holds the lines and the facts (`facts.toml`), both as data. What a page says and no line holds
is a failure, and so is a fact that no line cites. Where the two sources of the facts lie beside the project, the facts
are held against them too.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import itertools
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetted.api import Record

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden" / "hts"
DAYS = ("2016-01-01", "2024-12-09", "2025-08-01", "2026-03-15", "2026-11-22")
WHOLE = ("standings", "effects", "exceptions", "ended", "computed", "leaving", "seen", "context", "readers", "acts")
SHARED = Path(os.environ.get("GAZETTED_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data" / "facts"
FALL = dt.date(2024, 12, 8)
"""The fall of the Assad government, from which the source counts the days to each end."""

ACT = re.compile(r"\b(?:EO \d+|SOR/\d+-\d+|SI \d+/\d+|F\d{4}L\d+|QD[ei]\.\d+|\d{3,4}/\d{4}|20\d\d/\d{3,4})")
"""What names an act or an entry for certain."""


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLDEN / name).read_text("utf-8"))


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    told = _load("facts.toml")
    rows = {f"T {row['id']}": row for row in told["row"]}
    return rows | {f"L {one['id']}": one for one in told["paragraph"]}


@functools.cache
def _lines() -> list[dict[str, Any]]:
    """The lines of all files, each with its day and what was asked."""
    found = list(_load("others.toml")["line"])
    for day in DAYS:
        told = _load(f"{day}.toml")
        found += [{"on": told["on"], "asked": told["asked"], **line} for line in told["line"]]
    return found


@functools.cache
def _page(record: Record, on: str, asked: str, since: str | None) -> dict[str, Any]:
    page = record.assess(asked, on=on, since=since).to_dict()
    page["seen"] = [{"list": one["list"], **step} for one in page["leaving"] for step in one["seen"]]
    page["changed.events"] = page.get("changed", {}).get("events", [])
    return page


def _null(value: Any) -> Any:
    return None if value == "-" else value


def _fits(told: dict[str, Any], line: dict[str, Any]) -> bool:
    return all(told[key] == _null(value) for key, value in line["where"].items())


def _name(line: dict[str, Any]) -> str:
    return f"{line['asked']} on {line['on']}: {line['part']} {line['where']}"


def test_every_line_is_on_its_page(record: Record) -> None:
    wrong = []
    for line in _lines():
        page = _page(record, line["on"], line["asked"], line.get("since"))
        found = [told for told in page[line["part"]] if _fits(told, line)]
        if not found:
            wrong.append(f"{_name(line)} is not there")
            continue
        for key, value in line.get("has", {}).items():
            if all(told[key] != _null(value) for told in found):
                wrong.append(f"{_name(line)}: {key} is {found[0][key]!r}, not {_null(value)!r}")
        for key, part in line.get("says", {}).items():
            if all(part not in (told[key] or "") for told in found):
                wrong.append(f"{_name(line)}: {key} does not say {part!r}: {found[0][key]!r}")
    assert wrong == []


@pytest.mark.parametrize("day", DAYS)
def test_the_page_of_a_day_says_nothing_else(record: Record, day: str) -> None:
    told = _load(f"{day}.toml")
    page = _page(record, told["on"], told["asked"], None)
    for part in WHOLE:
        lines = [line for line in told["line"] if line["part"] == part]
        loose = [one for one in page[part] if not any(_fits(one, line) for line in lines)]
        assert loose == [], part
        assert len(page[part]) == len(lines), part


def test_every_fact_is_borne_out_by_a_line() -> None:
    cited = {cite for line in _lines() for cite in line["cites"]}
    assert cited - _facts().keys() == set()
    assert _facts().keys() - cited == set()


def _days_told(line: dict[str, Any]) -> Iterator[str]:
    """The days that a line asserts of the party itself: its start where it stands, its end where it does not."""
    held = {**line["where"], **line.get("has", {})}
    if line["part"] == "standings":
        yield from filter(None, [_null(held.get("until", "-")) or _null(held.get("since", "-"))])
    elif line["part"] in ("seen", "context", "changed.events"):
        yield held["date"]
    elif "until" in held and line["part"] == "ended":
        yield held["until"]


def test_the_days_of_the_lines_are_those_of_the_rows() -> None:
    """Where a line cites rows, its day is that of one of them; `because` says why where it is another."""
    wrong = []
    for line in _lines():
        rows = [_facts()[cite] for cite in line["cites"] if cite.startswith("T ")]
        dates = {row["date"] for row in rows}
        late = [day for day in _days_told(line) if rows and day not in dates]
        if late and not line.get("because"):
            wrong.append(f"{_name(line)}: {late} is none of {sorted(dates)}")
        if line.get("because") and not late:
            wrong.append(f"{_name(line)}: because is not needed")
    assert wrong == []


def test_the_acts_of_the_lines_are_those_of_the_rows() -> None:
    """What names an act in the row of the line's day stands in the line too."""
    wrong = []
    for line in _lines():
        told = line.get("has", {}).get("instrument") or line.get("says", {}).get("instrument")
        if line["part"] not in ("standings", "seen") or told is None:
            continue
        for row in (_facts()[cite] for cite in line["cites"] if cite.startswith("T ")):
            if row["date"] not in _days_told(line):
                continue
            missing = [act for act in ACT.findall(row.get("instrument", "")) if act not in told]
            wrong += [f"{_name(line)}: {act} of {row['id']} is not in {told!r}" for act in missing]
    assert wrong == []


def test_the_ends_are_as_long_after_the_fall_as_the_source_counts() -> None:
    """Its counts run from 2024-12-08; a line that cites the paragraph tells the day."""
    for key, one in _facts().items():
        if "lag" not in one:
            continue
        day, days = one["lag"]
        assert (dt.date.fromisoformat(day) - FALL).days == days, key
        assert any(day in _days_told(line) for line in _lines() if key in line["cites"]), key


def test_what_the_two_sources_do_not_give_is_cited_by_the_page_itself(record: Record) -> None:
    loose = [line for line in _lines() if not line["cites"]]
    assert loose
    for line in loose:
        page = _page(record, line["on"], line["asked"], line.get("since"))
        (told,) = (one for one in page[line["part"]] if _fits(one, line))
        assert told["source"], line
        assert told["instrument"], line


@pytest.mark.skipif(not SHARED.exists(), reason="the sources of the facts are not beside the project")
def test_the_facts_are_those_of_the_timeline() -> None:
    with (SHARED / "hts_timeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = ("date", "authority", "list", "subject", "action", "instrument", "status_step", "confidence")
    given = {tuple(row[field] for field in fields) for row in rows}
    held = {tuple(one.get(field, "") for field in fields) for key, one in _facts().items() if key.startswith("T ")}
    assert len(given) == len(rows)
    assert held == given


@pytest.mark.skipif(not SHARED.exists(), reason="the sources of the facts are not beside the project")
def test_the_paragraphs_are_those_of_the_page_on_the_law() -> None:
    held = {key.removeprefix("L ") for key in _facts() if key.startswith("L ")}
    assert set(_paragraphs((SHARED / "legal_effects.md").read_text("utf-8"))) == held


def _paragraphs(text: str) -> Iterator[str]:
    """An id for each row, bullet and point: the section, and the first cell or the number."""
    for section, body in re.findall(r"^## (\d)\. [^\n]+\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        cells = re.findall(r"^\| ([^|]+?) \|", body, re.MULTILINE)
        yield from (f"{section} {cell}" for cell in cells if cell not in ("list", "---"))
        count = itertools.count(1)
        for line in body.splitlines():
            if re.match(r"- |\d+\. |A product should", line):
                yield f"{section}.{next(count)}"
