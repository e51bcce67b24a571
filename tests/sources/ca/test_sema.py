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
from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.ca.sema import listings, recognise
from gazetted.sources.format import Head

SAMPLE = (Path(__file__).parents[2] / "data/sources/ca/sema.xml").read_bytes()
REAL = sorted((Path(__file__).parents[4] / "shared/data/lists/ca-sema").glob("*/*.xml.gz"))


def read(content: bytes) -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def test_it_is_known_by_its_first_record() -> None:
    known = recognise(Head("x.xml", SAMPLE))
    assert known is not None
    assert (known.list_key, known.date) == ("ca.sema", None)
    assert recognise(Head("x.xml", b"<data-set><row/></data-set>")) is None


def test_a_person_whose_aliases_spell_parts_of_the_name_anew() -> None:
    assert read(SAMPLE)[0]["Exampleland/1, Part 1/1"] == Listing(
        entry="Exampleland/1, Part 1/1",
        kind="person",
        names=(
            ListedName("Aleksandr Ivanovich EXEMPLAROV"),
            ListedName("Alexander Ivanovich EXEMPLAROV", "alias"),
            ListedName("Aleksandr Ivanovich EKSEMPLAROV", "alias"),
            ListedName("Александр Экземпляров", "alias"),
            ListedName("Sasha the Sample", "alias"),
            ListedName("Alex Sample", "alias"),
        ),
        programmes=("Exampleland",),
        born=("1965-07-15", "1969-09-28"),
        titles=("Colonel",),
        listed_on="2022-02-24",
    )


def test_an_entity_and_a_ship() -> None:
    entries = read(SAMPLE)[0]
    assert [name.text for name in entries["Exampleland/1, Part 2/1"].names] == [
        "Sample Trading Company",
        "Sample Trade",
        "Sample Holdings, Ltd.",
        "STC",
        "Samples of Exampleland",
    ]
    ship = entries["Exampleland/1.1/1"]
    assert (ship.kind, ship.identifiers, ship.born, ship.note) == ("vessel", ("imo:9000001",), (), "Built: 1980")
    assert ship.titles == ("General Cargo / Multi Purpose",)


def test_an_older_file() -> None:
    entries = read(SAMPLE)[0]
    assert [name.text for name in entries["Other Samples//7"].names] == [
        "Military Samples",
        "Échantillons du ministère",
    ]
    person = entries["Other Samples//8"]
    assert (person.kind, person.listed_on, person.note) == ("person", None, "Born: born in the early 1970s")


def test_what_cannot_be_taken_is_told() -> None:
    assert [reject.reason for reject in read(SAMPLE)[1]] == [
        "no name",
        "an entry Other Samples//8 is there already",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", SAMPLE[:1000], SAMPLE.replace(b"record>", b"row>"), b"<!DOCTYPE d []>" + SAMPLE.partition(b"?>")[2]],
    ids=["empty", "truncated", "no record", "document type"],
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
    assert len(found) == len(re.findall(rb"<record>", raw))
    assert rejects == []
    assert sum(entry.kind == "person" for entry in found.values()) == len(re.findall(rb"<LastName>", raw))
    assert sum(entry.kind == "vessel" for entry in found.values()) == len(re.findall(rb"<ShipIMONumber>", raw))
    assert sum(bool(entry.listed_on) for entry in found.values()) == len(re.findall(rb"<DateOfListing>", raw))
    for entry in found.values():
        assert entry.names
        for born in entry.born:
            for day in born.removeprefix("circa ").split("/"):
                PartialDate.parse(day)
