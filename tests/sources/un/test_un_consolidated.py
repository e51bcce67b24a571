from __future__ import annotations

import gzip
import io
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.format import Head, Reader
from gazetted.sources.un import READERS

HERE = Path(__file__).parents[2]
SAMPLE = (HERE / "data/sources/un/consolidated.xml").read_bytes()
REAL = sorted((HERE.parents[1] / "shared/data/lists/un-sc").glob("*/*.xml.gz"))
WHOLE, PART = READERS


def read(content: bytes, reader: Reader = WHOLE, part: str = "") -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(reader.listings({part: lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_a_person_is_read_whole() -> None:
    person = read(SAMPLE)[0][0]
    assert person == Listing(
        entry="QDi.901",
        kind="person",
        names=(
            ListedName("ABEL VAN EXEMPEL"),
            ListedName("A. Exempel", "alias"),
            ListedName("Abel Beispiel", "former"),
            ListedName("Abel Exempell", "alias"),
            ListedName("The Sample", "weak alias"),
            ListedName("مثال", "alias"),
        ),
        programmes=("ISIL-AQ",),
        born=("1960/1965", "1963-04", "1966-01-05", "circa 1970"),
        countries=("IR", "MY"),
        identifiers=("national id:000-11", "passport:A 0000001", "un-reference-old:I.47.D.7"),
        gender="male",
        addresses=("Sampletown, Malaysia, as of 2010",),
        titles=("Doctor", "Keeper of samples"),
        listed_on="2004-05-06",
        amended_on=("2010-03-04", "2012-01-02"),
        note="Invented. [Old Reference # I.47.D.7] Place of birth: Old Sampleton, Iraq.",
    )


def test_a_body_has_its_acronym_and_both_scripts_as_names_of_their_own() -> None:
    body = read(SAMPLE)[0][1]
    assert (body.entry, body.kind, body.programmes, body.countries) == (
        "SSe.901",
        "organization",
        ("South Sudan",),
        ("SS",),
    )
    assert [(name.text, name.name_type) for name in body.names] == [
        ("EXAMPLE FRONT (EXF)", "primary"),
        ("EXAMPLE FRONT", "alias"),
        ("EXF", "alias"),
        ("Front of the Example", "alias"),
        ("Jabhat al-Mithal", "alias"),
        ("Sample Front", "former"),
        ("جبهة المثال", "alias"),
    ]


def test_what_cannot_be_taken_is_a_reject_with_its_place() -> None:
    listings, rejects = read(SAMPLE.replace(b"SSe.901", b"QDi.901"))
    assert [listing.entry for listing in listings] == ["QDi.901"]
    assert rejects == [
        Reject("entry 2 (without a reference number)", "it has no reference number"),
        Reject("entry 3 (QDi.901)", "the reference number QDi.901 is there already", "QDi.901"),
    ]


def test_an_old_reference_becomes_the_new_one_and_is_kept() -> None:
    listing = read(SAMPLE.replace(b"QDi.901 ", b"QI.E.317.13."))[0][0]
    assert listing.entry == "QDi.317"
    assert "un-reference-old:QI.E.317.13" in listing.identifiers


def test_the_date_is_known_from_the_head() -> None:
    found = WHOLE.recognise(Head("un.xml", SAMPLE[:500]))
    assert found is not None
    assert (found.list_key, found.part, found.date) == ("un.sc", "", "2026-02-27")
    assert WHOLE.edition_date({"": lambda: io.BytesIO(SAMPLE)}) == "2026-02-27"
    assert WHOLE.recognise(Head("other.xml", b"<list/>")) is None


def test_a_committees_list_is_a_part_that_tells_nothing_of_other_regimes() -> None:
    part = SAMPLE.replace(b"https://www.un.org/sc/resources/sc-sanctions.xsd", b"../xsd/consolodated_list.xsd")
    head = Head("AQList.xml", part)
    found = PART.recognise(head)
    assert WHOLE.recognise(head) is None
    assert found is not None
    assert found.part == "ISIL-AQ"
    assert "entries" not in PART.aspects({"ISIL-AQ"})
    assert "entries" in WHOLE.aspects({""})
    with pytest.raises(ListFileError, match="another regime"):
        read(part, PART, "ISIL-AQ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SAMPLE[:-40],
        SAMPLE[:2000],
        b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
        SAMPLE.replace(b"<CONSOLIDATED_LIST", b'<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST', 1),
        SAMPLE.replace(b"EXAMPLE", b"EX\xffMPLE"),
        SAMPLE.replace(b"EXAMPLE", b"EX\x00MPLE"),
    ],
    ids=["empty", "truncated", "cut short", "no entry", "entities", "no utf-8", "nul"],
)
def test_a_damaged_file_is_an_error(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 60), st.binary(max_size=30))
def test_any_bytes_give_listings_or_the_one_error(place: int, length: int, insert: bytes) -> None:
    content = SAMPLE[:place] + insert + SAMPLE[place + length :]
    try:
        listings, _ = read(content)
    except ListFileError:
        return
    assert all(listing.names and listing.entry for listing in listings)


@pytest.mark.skipif(not REAL, reason="the publisher's files are not at hand")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.parent.name)
def test_real_editions_are_read_whole(path: Path) -> None:
    content = gzip.decompress(path.read_bytes())
    (reader,) = (reader for reader in READERS if reader.recognise(Head(path.name[:-3], content[:65_536])))
    found = reader.recognise(Head(path.name[:-3], content[:65_536]))
    assert found is not None
    assert found.date == path.parent.name
    listings, rejects = read(content, reader, found.part)
    assert len(listings) == len(re.findall(rb"</(?:INDIVIDUAL|ENTITY)>", content))
    assert not rejects
    assert len({listing.entry for listing in listings}) == len(listings)
    for listing in listings:
        assert re.fullmatch(r"[A-Z]{2}[ei]\.\d{3}", listing.entry)
        assert listing.names[0].name_type == "primary"
        for date in (listing.listed_on or "2000", *listing.amended_on):
            PartialDate.parse(date)
        for born in listing.born:
            for date in born.removeprefix("circa ").split("/"):
                PartialDate.parse(date)


def test_time_is_linear_in_a_hostile_cell() -> None:
    cell = b"(" * 40_000 + b";" * 40_000 + b"a)" * 20_000
    start = time.process_time()
    read(SAMPLE.replace(b"Sample Front", cell))
    assert time.process_time() - start < 5
