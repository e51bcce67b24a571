"""The files of the law: sound as they are, and what makes one unsound is said in a sentence."""

from __future__ import annotations

import pytest

from gazetted.law import library
from gazetted.law.soundness import complaints
from gazetted.record.ledger import Ledger
from gazetted.sources.registry import source_metadata

GOOD = """
[list]
key = "xx.list"

[[effect]]
key = "freeze"
title = "Frozen"
binds = ["us"]
who = "Everybody."
what = "Funds are frozen."
acts = ["pay"]
instrument = "Act 1"
source = "https://example.org"
confidence = "high"
since = "2001"
until = "2005-03"
"""

EXCEPTION = """
[[exception]]
key = "aid"
title = "Aid"
sort = "licence"
binds = ["us"]
who = "Everybody."
what = "Aid is permitted."
acts = ["aid"]
lifts = ["freeze"]
instrument = "Act 2"
source = "https://example.org"
confidence = "high"
"""


def _with(text: str) -> list[str]:
    return complaints({**library.texts(), "xx.list.toml": text})


def test_the_files_are_sound() -> None:
    assert complaints(library.texts()) == []


def test_a_sound_file_more_changes_nothing() -> None:
    assert _with(GOOD + EXCEPTION) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "Frozen"', 'title = "Frozen"\ncolour = "red"', "unknown field `colour`"),
        ('who = "Everybody."\n', "", "missing required field `who`"),
        ('who = "Everybody."', 'who = " "', "freeze has no who"),
        ('binds = ["us"]', "binds = []", "freeze binds nobody"),
        ('binds = ["us"]', 'binds = ["moon"]', "moon, which is no group"),
        ('acts = ["pay"]', 'acts = ["dance"]', "dance, which is no act"),
        ('instrument = "Act 1"', 'instrument = ""', "no instrument or no source"),
        ('source = "https://example.org"', 'source = ""', "no instrument or no source"),
        ('source = "https://example.org"', 'source = "our general knowledge"', "lower the confidence"),
        ('confidence = "high"', 'confidence = "sure"', "Invalid enum value 'sure'"),
        ('since = "2001"', 'since = "1 May 2001"', "is not a date"),
        ('until = "2005-03"', 'until = "2000"', "ends (2000) before it begins (2001)"),
        ('key = "xx.list"', 'key = "xx.other"', "name the file after it"),
        ('key = "xx.list"', 'key = "us.fto"', "us.fto has two files"),
        ("[[effect]]", "[[effect]", "xx.list.toml"),
    ],
)
def test_what_is_wrong_is_said(before: str, after: str, said: str) -> None:
    assert before in GOOD
    assert any(said in complaint for complaint in _with(GOOD.replace(before, after, 1)))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('lifts = ["freeze"]', 'lifts = ["ban"]', "lifts ban, which is no effect"),
        ('lifts = ["freeze"]', "lifts = []", "aid lifts nothing"),
        ('key = "aid"', 'key = "freeze"', "freeze stands there twice"),
        ('sort = "licence"', 'sort = "mercy"', "Invalid enum value 'mercy'"),
    ],
)
def test_what_is_wrong_with_an_exception_is_said(before: str, after: str, said: str) -> None:
    assert any(said in complaint for complaint in _with(GOOD + EXCEPTION.replace(before, after, 1)))


def test_a_term_counts_days_or_years() -> None:
    term = """
[[term]]
key = "end"
title = "It ends"
after = "effective"
what = ["listed"]
instrument = "Act 1"
source = "https://example.org"
confidence = "high"
"""
    assert _with(GOOD + term + "years = 3\n") == []
    assert any("either days or years" in complaint for complaint in _with(GOOD + term))
    assert any("either days or years" in complaint for complaint in _with(GOOD + term + "years = 3\ndays = 21\n"))


def test_a_file_without_effects_says_why() -> None:
    assert any("tells neither effects" in complaint for complaint in _with('[list]\nkey = "xx.list"\n'))
    assert _with('[list]\nkey = "xx.list"\nnote = "It copies others."\n') == []


def test_every_list_of_a_publisher_or_of_the_builtin_record_has_a_law(builtin: Ledger) -> None:
    keys = {*source_metadata(), *builtin.list_infos()}
    assert len(keys) > 20
    assert [key for key in sorted(keys) if library.law_of(key) is None] == []


def test_what_nobody_checked_is_marked() -> None:
    for law in library.laws().values():
        for one in (*law.effect, *law.exception, *law.removal, *law.past, *law.term):
            if "general knowledge" in one.source:
                assert one.unconfirmed, (law.list.key, one)
                assert one.confidence != "high", (law.list.key, one)
