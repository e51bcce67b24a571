"""The check of the built-in record finds nothing in it, and finds what a correction by hand can break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.record.builtin import builtin_files, parse_files, read_builtin
from gazetted.record.soundness import problems, reading_order

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
key = "alpha"
party = "alpha"

[[entry.event]]
what = "listed"
name = "Alpha"
date = "2010-01-01"
source = "Gazette 1"

[[entry.names]]
texts = ["First", "Alef"]
in_force_on = "2012-01-01"
denotes = "beta"
source = "Gazette 2"

[[entry.event]]
what = "delisted"
name = "Alpha"
date = "2015-01-01"
source = "Gazette 3"

[[entry]]
key = "beta"
party = "beta"

[[entry.event]]
what = "listed"
name = "Beta"
date = "2011-01-01"
source = "Gazette 1"
"""

PARTIES = """
[[party]]
slug = "alpha"
name = "Alpha"
kind = "organization"
countries = ["FR"]
relations = [{ what = "part of", party = "beta" }]

[[party]]
slug = "beta"
name = "Beta"
kind = "organization"
also = ["Bee"]
"""


def found(listing: str = LIST, parties: str = PARTIES) -> list[str]:
    return problems(parse_files({"xx.list.toml": listing.encode(), "parties.toml": parties.encode()}))


def test_the_builtin_record_is_sound() -> None:
    assert problems(read_builtin()) == []


def test_the_example_is_sound() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "beta"', 'key = "aardvark"', "out of order"),
        ('key = "alpha"', 'key = "gamma"', "out of order"),
        ('party = "beta"', 'party = "delta"', "not in parties.toml"),
        ('denotes = "beta"', 'denotes = "delta"', "not in parties.toml"),
        ('name = "Alpha"\ndate = "2010-01-01"', 'name = " "\ndate = "2010-01-01"', "name is empty"),
        ('source = "Gazette 1"', 'source = ""', "source is missing"),
        ('source = "Gazette 1"', 'source = "unconfirmed"', "unconfirmed must be"),
        ('date = "2015-01-01"', 'date = "2005-01-01"', "removed before the first listing"),
        ('date = "2010-01-01"', 'date = "2010-01-01"\nnot_before = "2010-02-01"', "earlier than not_before"),
        ('date = "2010-01-01"', 'date = "2010-02-01"\nnot_after = "2010-01-01"', "later than not_after"),
        ('date = "2010-01-01"', 'not_before = "2012"\nnot_after = "2010"', "not_before 2012 is later"),
        ('in_force_on = "2012-01-01"', 'in_force_on = "2016-01-01"', "when the entry had ended"),
        ('"Alef"', '"First"', "stands 2 times"),
        ('short = "XX list"', 'short = "A label too long"', "longer than 12"),
        ('known_to = "2020-01-01"', 'known_to = "2020-02-30"', "not a day"),
        ('covers = "An example."', 'covers = ""', "covers is empty"),
        ('known_to = "2020-01-01"', 'known_to = "2020-01-01"\nterm_years = 3', "belong together"),
        ('what = "listed"\nname = "Beta"', 'what = "delisted"\nname = "Beta"', "nothing says"),
        ('key = "beta"', 'key = "beta"\nformer_keys = ["alpha"]', "also a former key"),
        ('key = "beta"', 'key = "beta"\nformer_keys = ["a", "a"]', "a former key 2 times"),
    ],
)
def test_a_broken_list_is_reported(old: str, new: str, said: str) -> None:
    assert old in LIST
    reports = found(LIST.replace(old, new, 1))
    assert any(said in report for report in reports), reports


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('slug = "beta"', 'slug = "alpha"', "stands 2 times"),
        ('slug = "beta"', 'slug = "aardvark"', "out of order"),
        ('party = "beta"', 'party = "delta"', "is no other party"),
        ('name = "Beta"', 'name = ""', "name is empty"),
        ('["FR"]', '["France"]', "alpha-2"),
        ('also = ["Bee"]', 'also = ["Bee", "Bee"]', "stands 2 times"),
        ('also = ["Bee"]', 'also = [""]', "a common name is empty"),
        ('also = ["Bee"]', '\n[[party]]\nslug = "gamma"\nname = "Gamma"\nkind = "state"', "no entry and no event"),
    ],
)
def test_broken_parties_are_reported(old: str, new: str, said: str) -> None:
    assert old in PARTIES
    reports = found(parties=PARTIES.replace(old, new, 1))
    assert any(said in report for report in reports), reports


def test_a_fact_told_twice_is_reported() -> None:
    files = builtin_files()
    name = "ru.unified.toml"
    event = b"\n[[entry.event]]" + files[name].split(b"[[entry.event]]")[-1]
    reports = problems(parse_files({**files, name: files[name] + event}))
    assert len(reports) == 1
    assert name in reports[0]


KEYS = st.lists(st.text(alphabet="abc-.129", min_size=1), max_size=8, unique=True)


@given(KEYS.flatmap(lambda keys: st.tuples(st.permutations(keys), st.permutations(keys))))
def test_reading_order_does_not_depend_on_the_start(both: tuple[list[str], list[str]]) -> None:
    one, other = ([reading_order(key) for key in sorted(keys, key=reading_order)] for keys in both)
    assert one == other
