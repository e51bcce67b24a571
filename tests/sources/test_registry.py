from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

from gazetted.errors import GazettedError
from gazetted.model.edition import ListedName, Listing
from gazetted.sources import registry
from gazetted.sources.format import Reader
from gazetted.sources.registry import all_readers, assert_sound, read_source, source_metadata, source_of

SOURCE = """
publisher = "Office, Country"
licence = "Free."
[[list]]
key = "x.toys"
authority = "X"
body = "Office"
title = "Toys"
short = "X toys"
addresses = ["https://example.org/toys.csv"]
minimum = { total = 3, person = 2 }
fill = { programmes = 0.5, listed_on = 1.0 }
canaries = ["Jo Example", "7"]
met_real_file = true
"""


def entry(key: str, name: str, *programmes: str) -> Listing:
    return Listing(entry=key, kind="person", names=(ListedName(name),), programmes=programmes, listed_on="2020")


def test_every_reader_and_list_of_the_package_is_found() -> None:
    names = [reader.name for reader in all_readers()]
    assert {"own csv 1", "csl csv 1", "ftm entities 1", "state fto page 1"} <= set(names)
    assert {"us.csl", "us.fto", "in.uapa", "own.*", "ftm.*"} <= source_metadata().keys()


def test_readers_are_loaded_only_when_they_are_asked_for() -> None:
    code = (
        "import sys, gazetted.sources.registry as r; r.source_metadata();"
        "assert not [m for m in sys.modules if m.startswith('gazetted.sources.csl')]; r.all_readers();"
        "assert 'gazetted.sources.csl' in sys.modules; assert 'lxml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_other_packages_can_add_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = Reader("extra 1", lambda head: None, lambda parts, reject: iter(()))
    monkeypatch.setattr(registry, "extra", (extra,), raising=False)
    for value, error in (("extra", False), ("ENTRY_POINTS", True)):
        point = metadata.EntryPoint("extra", f"gazetted.sources.registry:{value}", "gazetted.sources")
        monkeypatch.setattr(metadata, "entry_points", lambda group, point=point: [point])
        if error:
            with pytest.raises(GazettedError, match="no tuple of readers"):
                all_readers.__wrapped__()
        else:
            assert extra in all_readers.__wrapped__()
    monkeypatch.setattr(registry, "extra", (all_readers()[0],), raising=False)
    point = metadata.EntryPoint("extra", "gazetted.sources.registry:extra", "gazetted.sources")
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    with pytest.raises(GazettedError, match="Two readers"):
        all_readers.__wrapped__()


def test_a_description_is_read() -> None:
    (source,) = read_source(SOURCE, "x/source.toml")
    assert (source.info.key, source.info.short, source.publisher) == ("x.toys", "X toys", "Office, Country")
    assert source.minimum == {"total": 3, "person": 2}
    assert source.met_real_file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title =", "tittle ="),
        ('licence = "Free."\n', ""),
        ('short = "X toys"', 'short = "Toys of the country X"'),
        ("person = 2", "persons = 2"),
        ("programmes = 0.5", "programs = 0.5"),
        ("programmes = 0.5", "programmes = 1.5"),
        ("https://", "http://"),
        ("total = 3", 'total = "3"'),
        ("[[list]]", "[[list]"),
    ],
)
def test_a_wrong_description_is_refused(old: str, new: str) -> None:
    assert old in SOURCE
    with pytest.raises(GazettedError, match=r"x/source\.toml"):
        read_source(SOURCE.replace(old, new), "x/source.toml")


def test_a_pattern_stands_for_lists_that_begin_so() -> None:
    described = source_metadata()
    source = source_of(described, "own.customers-of-ours")
    assert source is not None
    assert (source.info.key, source.info.short) == ("own.customers-of-ours", "customers-of")
    assert source_of(described, "us.csl") is described["us.csl"]
    assert source_of(described, "own.") is None
    assert source_of(described, "zz.nothing") is None


def test_a_sound_edition_has_no_fault() -> None:
    (source,) = read_source(SOURCE, "x")
    listings = [entry("1", "JO EXAMPLE", "A"), entry("7", "B", "A"), entry("8", "C")]
    assert assert_sound(source, iter(listings)) == []


def test_each_fault_is_a_sentence() -> None:
    (source,) = read_source(SOURCE, "x")
    assert assert_sound(source, [entry("1", "A"), Listing("2", "vessel", (ListedName("B"),))]) == [
        "It has 2 entries where at least 3 are expected.",
        "It has 1 entry of the kind person where at least 2 are expected.",
        "Only 0 of 2 entries have programmes where at least 50% are expected.",
        "Only 1 of 2 entries have listed on where at least 100% are expected.",
        "The entry Jo Example is not there, which has stood for years.",
        "The entry 7 is not there, which has stood for years.",
    ]
    assert len(assert_sound(source, [])) == 4
