from __future__ import annotations

import contextlib
import gzip
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Act, ListedName, Listing, Reject
from gazetted.sources.ca.regulation import acts, edition_date, listings, recognise
from gazetted.sources.format import Head

SAMPLE = (Path(__file__).parents[2] / "data/sources/ca/regulation.xml").read_bytes()
REAL = sorted((Path(__file__).parents[4] / "shared/data/lists/ca-listed-entities").glob("*/*.xml.gz"))


def read(content: bytes) -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def test_it_is_known_by_its_number_and_dated() -> None:
    known = recognise(Head("x.xml", SAMPLE))
    assert known is not None
    assert (known.list_key, known.date) == ("ca.entities", "2024-07-01")
    assert edition_date({"": lambda: io.BytesIO(SAMPLE)}) == "2024-07-01"
    assert recognise(Head("x.xml", SAMPLE.replace(b"SOR/2002-284", b"SOR/2002-285"))) is None
    assert recognise(Head("x.xml", SAMPLE.replace(b'xml:lang="en"', b'xml:lang="fr"'))) is None


def test_an_item_of_the_restated_list_says_nothing_of_its_listing() -> None:
    entry = read(SAMPLE)[0]["12"]
    assert [name.text for name in entry.names] == [
        "Shining Sample",
        "SS",
        "The Sample League",
        "Bright Sample",
        "BS",
        "Échantillon clair",
        "Sample for Peace and War",
        "Front for Samples and Examples",
    ]
    assert (entry.listed_on, entry.amended_on, entry.instrument, entry.kind) == (None, (), "", "any")


def test_a_new_wording_is_an_amendment_and_a_new_item_a_listing() -> None:
    entries = read(SAMPLE)[0]
    amended, listed, twin = entries["13"], entries["50"], entries["60"]
    assert (amended.listed_on, amended.amended_on, amended.instrument) == (None, ("2024-06-21",), "SOR/2024-956")
    assert (listed.listed_on, listed.amended_on, listed.instrument) == ("2019-02-11", (), "SOR/2019-945")
    assert listed.names == (ListedName("Younger Example"),)
    # two acts came into force on that day, and the text does not say which of them it was
    assert (twin.listed_on, twin.instrument) == ("2024-06-18", "")


def test_what_cannot_be_taken_is_told() -> None:
    assert [reject.reason for reject in read(SAMPLE)[1]] == ["no name", "an item 60 is there already"]


def test_the_acts_that_the_text_names() -> None:
    assert acts({"": lambda: io.BytesIO(SAMPLE)}) == ()
    later = SAMPLE.replace(b'2019-02-11" lims:enacted', b'2019-02-12" lims:enacted')
    assert acts({"": lambda: io.BytesIO(later)}) == (Act("SOR/2019-945", "2019-02-11"),)


@pytest.mark.parametrize(
    "content",
    [b"", SAMPLE[:2000], SAMPLE.replace(b"Item", b"Other"), b"<!DOCTYPE r []>" + SAMPLE.partition(b"?>")[2]],
    ids=["empty", "truncated", "no item", "document type"],
)
def test_a_damaged_file_is_an_error(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(SAMPLE) - 1), what=st.binary(max_size=12), cut=st.integers(0, 40))
def test_any_bytes_give_listings_or_an_error(place: int, what: bytes, cut: int) -> None:
    content = SAMPLE[:place] + what + SAMPLE[place + cut :]
    with contextlib.suppress(ListFileError):
        read(content)
    recognise(Head("x", content))


@pytest.mark.skipif(not REAL, reason="real files are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.parent.name))
def test_every_real_edition(path: Path) -> None:
    raw = gzip.decompress(path.read_bytes())
    found, rejects = read(raw)
    assert len(found) == len(re.findall(rb"<Item\b", raw))
    assert rejects == []
    assert edition_date({"": lambda: io.BytesIO(raw)}) == path.parent.name
    for entry in found.values():
        assert entry.names
        for day in filter(None, (entry.listed_on, *entry.amended_on)):
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)


@pytest.mark.skipif(not REAL, reason="real files are not here")
def test_what_the_real_editions_state_of_one_entity() -> None:
    editions = {path.parent.name: gzip.decompress(path.read_bytes()) for path in REAL}
    held = {date: read(raw)[0].get("694423") for date, raw in editions.items()}
    standing = [entry for date, entry in held.items() if date < "2025-12-04"]
    assert all(entry and entry.amended_on == ("2020-11-25",) and entry.listed_on is None for entry in standing)
    assert not any(entry for date, entry in held.items() if date > "2025-12-04")
    newer = editions["2025-12-10"]
    between = [act for act in acts({"": lambda: io.BytesIO(newer)}) if "2025-09-29" < act.date <= "2025-12-10"]
    assert between == [Act("SOR/2025-250", "2025-12-04")]
