"""The built-in record has the publishers' keys and agrees with their files; the check of it can fail.

The real files are not part of the project: what rests on them is skipped where they are not beside it.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.record.builtin import Builtin, parse_files, read_builtin

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "lists"

MET = {
    # list: entries that meet an edition, entries in all
    "ca.entities": (92, 96),
    "ca.sema": (1, 1),
    "eu.cp931": (21, 40),
    "eu.fsf": (92, 103),
    "in.uapa": (38, 38),
    "uk.sanctions": (3, 3),
    "un.sc": (103, 103),
    "us.sdn": (114, 118),
}
KNOWN = {
    # Made at midnight of the day on which the entry was removed.
    ("un.sc", "QDe.137", "printed, but not in force", ("2026-02-27",)),
    # A copy that was stored on 2025-11-08 and states no day; the two were removed on 2025-11-07.
    ("us.sdn", "15591", "printed, but not in force", ("2025-11-08",)),
    ("us.sdn", "15945", "printed, but not in force", ("2025-11-08",)),
}

LIST = """
[list]
key = "xx.list"
authority = "XX"
body = "Office"
title = "A list"
short = "XX list"
covers = "An example."
known_to = "2020-01-01"

[[entry]]
key = "2"
former_keys = ["A/1", "A/2"]
party = "alpha"

[[entry.event]]
what = "listed"
name = "Alpha"
date = "2010-01-01"
source = "Gazette 1"

[[entry.event]]
what = "delisted"
name = "Alpha"
date = "2015-01-01"
source = "Gazette 3"
"""
PARTIES = """
[[party]]
slug = "alpha"
name = "Alpha"
kind = "organization"
"""


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("publisher_keys", ROOT / "tools" / "publisher_keys.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.fixture(scope="module")
def small() -> Builtin:
    return parse_files({"xx.list.toml": LIST.encode(), "parties.toml": PARTIES.encode()})


def edition(date: str, *entries: str, listed: str | None = "2010-01-01") -> Edition:
    listings = tuple(Listing(entry, "organization", (ListedName("Alpha"),), listed_on=listed) for entry in entries)
    return Edition("xx.list", date, date, "reader 1", listings)


def faults(small: Builtin, *editions: Edition) -> list[tuple[str, str, tuple[str, ...]]]:
    (meeting,) = TOOL.meetings(small, list(editions))
    return [(one.entry, one.fault, one.days) for one in meeting.contradictions]


def test_editions_that_bear_the_facts_out(small: Builtin) -> None:
    assert not faults(small, edition("2009-01-01"), edition("2011-01-01", "2"), edition("2016-01-01"))


def test_a_former_key_is_the_same_entry(small: Builtin) -> None:
    editions = [edition("2011-01-01", "A/1"), edition("2012-01-01", "A/2"), edition("2013-01-01", "2")]
    assert not faults(small, *editions)
    assert TOOL.meetings(small, editions)[0].unmet == ()


def test_contradictions_are_found(small: Builtin) -> None:
    assert faults(small, edition("2011-01-01", "7")) == [("2", "in force, but absent", ("2011-01-01",))]
    assert faults(small, edition("2011-01-01"), edition("2012-01-01", "2")) == [
        ("2", "in force, but absent", ("2011-01-01",))
    ]
    assert faults(small, edition("2009-01-01", "2"), edition("2016-01-01", "2")) == [
        ("2", "printed, but not in force", ("2009-01-01", "2016-01-01"))
    ]
    assert faults(small, edition("2011-01-01", "2", listed="2010-02-01")) == [
        ("2", "another first day", ("2010-02-01",))
    ]


@pytest.mark.skipif(not REAL.is_dir(), reason="the publishers' files are not beside the project")
def test_the_built_in_record_meets_the_publishers_files() -> None:
    found = TOOL.meetings(read_builtin(), list(TOOL.editions_in(REAL)))
    assert {m.list_key: (m.entries - len(m.unmet), m.entries) for m in found} == MET
    assert {(c.list_key, c.entry, c.fault, c.days) for m in found for c in m.contradictions} == KNOWN
