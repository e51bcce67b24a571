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
from gazetted.sources.eu import READERS
from gazetted.sources.eu.full_xml import edition_date, listings, recognise
from gazetted.sources.format import Head

SAMPLE = (Path(__file__).parents[2] / "data/sources/eu/full_1_1.xml").read_bytes()
REAL = Path(__file__).parents[4] / "shared/data/lists/eu-fsf/2021-03-02/2021-03-05.xml.gz"


def read(content: bytes, key: str = "eu.fsf") -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append, key))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def test_it_is_known_by_its_root_and_dated_by_it() -> None:
    known = recognise(Head("any.xml", SAMPLE[:65536]), "eu.cp931")
    assert known is not None
    assert (known.list_key, known.part, known.date) == ("eu.cp931", "", "2023-04-05")
    assert edition_date({"": lambda: io.BytesIO(SAMPLE)}) == "2023-04-05"
    assert recognise(Head("any.xml", SAMPLE.replace(b"fsd/export", b"other")), "eu.fsf") is None


def test_one_file_is_an_edition_of_both_lists() -> None:
    known = [reader.recognise(Head("any.xml", SAMPLE)) for reader in READERS]
    assert sorted(one.list_key for one in known if one) == ["eu.cp931", "eu.fsf"]
    assert len({reader.name for reader in READERS}) == len(READERS)
    assert set(read(SAMPLE)[0]) == {"EU.9001.11", "EU.9003.33"}
    assert set(read(SAMPLE, "eu.cp931")[0]) == {"EU.9002.22"}


def test_an_entry_with_everything() -> None:
    assert read(SAMPLE)[0]["EU.9001.11"] == Listing(
        entry="EU.9001.11",
        kind="person",
        names=(
            ListedName("Exemplus PRIMUS"),
            ListedName("Abu Example", "weak alias"),
            ListedName("Экземпляр Первый", "former", "2019-05-07"),
            ListedName("Primus the Younger", "weak alias", "2019-05-07"),
        ),
        programmes=("TAQA",),
        born=("circa 1971", "1969-01-02", "1958/1963"),
        countries=("SY", "LB"),
        identifiers=("passport:X 0001", "national id:777"),
        gender="male",
        addresses=("1 Sample Street, 12345, Exampleville, LEBANON",),
        references=("un.sc:QDi.901",),
        titles=("Dr.", "Chief of the Example Brigade"),
        listed_on="2017-02-22",
        instrument="2019/901 (OJ L901)",
        note="Photo available.",
    )


def test_the_main_name_is_an_english_one_and_no_acronym() -> None:
    entry = read(SAMPLE, "eu.cp931")[0]["EU.9002.22"]
    assert [name.text for name in entry.names] == ["Example Brigade", "EB", "Brigade exemplaire"]
    assert entry.listed_on == "2015-04-03"


def test_an_entry_under_two_programmes_is_one() -> None:
    entry = read(SAMPLE)[0]["EU.9003.33"]
    assert entry.programmes == ("AFG", "TAQA")
    assert [name.text for name in entry.names] == ["Doubled Person", "Person, Doubled"]
    assert entry.instrument == "2017/404 (OJ L63); 220/2008 (OJ L68)"
    assert entry.listed_on == "2001-02-23"


def test_what_cannot_be_taken_is_told() -> None:
    assert [reject.reason for reject in read(SAMPLE)[1]] == [
        "no name",
        "the reference number EU.9001.11 was there already",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SAMPLE[:3000],
        SAMPLE.replace(b"</export>", b""),
        b'<!DOCTYPE export [<!ENTITY a "b">]>' + SAMPLE.partition(b"?>")[2].strip(),
        SAMPLE.replace(b"sanctionEntity", b"otherEntity"),
        SAMPLE.replace(b"Exemplus", b"\xff\xfe"),
        SAMPLE.replace(b"Exemplus", b"\x00"),
    ],
    ids=["empty", "truncated", "not closed", "entities", "another schema", "not UTF-8", "NUL"],
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
    recognise(Head("x", content), "eu.fsf")


@pytest.mark.skipif(not REAL.exists(), reason="real files are not here")
def test_the_real_file() -> None:
    raw = gzip.decompress(REAL.read_bytes())
    counts = {"eu.fsf": set[bytes](), "eu.cp931": set[bytes]()}
    blocks = re.findall(rb"<sanctionEntity\b.*?</sanctionEntity>", raw, re.DOTALL)
    for block in blocks:
        reference = re.search(rb'euReferenceNumber="([^"]+)"', block)
        programme = re.search(rb'<regulation [^>]*programme="([^"]+)"', block)
        assert reference is not None
        assert programme is not None
        counts["eu.cp931" if programme[1] == b"TERR" else "eu.fsf"].add(reference[1])
    names = 0
    for key, references in counts.items():
        found, rejects = read(raw, key)
        assert set(found) == {reference.decode() for reference in references}
        assert rejects == []
        for entry in found.values():
            names += len(entry.names)
            assert entry.names[0].text
            if entry.listed_on:
                PartialDate.parse(entry.listed_on)
            for born in entry.born:
                for day in born.removeprefix("circa ").split("/"):
                    PartialDate.parse(day)
    assert len(blocks) == 2269
    assert (len(counts["eu.fsf"]), len(counts["eu.cp931"])) == (2213, 35)
    assert names > 9000
