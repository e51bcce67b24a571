from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Reader
from gazetted.sources.ftm import READERS

DATA = Path(__file__).parents[2] / "data/sources/ftm"
REAL = Path(__file__).parents[4] / "shared/data/lists/opensanctions/2026-03-13/targets.simple.csv.gz"
ENTITIES, STATEMENTS, SIMPLE = READERS
LINES = (DATA / "entities.ftm.json").read_bytes()
ROWS = (DATA / "statements.csv").read_bytes()
TABLE = (DATA / "targets.simple.csv").read_bytes()
SAMPLES = ((ENTITIES, LINES), (STATEMENTS, ROWS), (SIMPLE, TABLE))


def read(reader: Reader, content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(reader.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_each_reader_knows_its_own_format_and_its_dataset() -> None:
    for reader, sample in SAMPLES:
        for other in READERS:
            found = other.recognise(Head("entities.ftm.json", sample))
            assert (found is not None) == (other is reader)
    keys = [reader.recognise(Head("my export.json", sample)) for reader, sample in SAMPLES]
    assert [found.list_key for found in keys if found] == ["ftm.ex_list", "ftm.my-export", "ftm.example-list"]


def test_an_entity_longer_than_what_is_shown_is_known() -> None:
    long = b'{"id":"x","caption":"X","schema":"Person","properties":{"name":["' + b"x" * 70_000
    found = ENTITIES.recognise(Head("targets.nested.json", long[:65_536]))
    assert found is not None
    assert found.list_key == "ftm.targets"


def test_the_date_is_the_newest_on_which_something_was_seen() -> None:
    days = [reader.edition_date({"": lambda sample=sample: io.BytesIO(sample)}) for reader, sample in SAMPLES]  # type: ignore[misc]
    assert days == ["2024-05-06", "2024-05-07", "2024-05-06"]
    assert ENTITIES.edition_date({"": lambda: io.BytesIO(b'{"id":"x"}\n')}) is None


def test_a_person_gathers_what_other_entities_say() -> None:
    person = read(ENTITIES, LINES)[0][0]
    assert (person.entry, person.kind, person.gender) == ("p-1", "person", "male")
    assert [(name.text, name.name_type) for name in person.names] == [
        ("Jo Example", "primary"),
        ("EXAMPLE, Jo", "alias"),
        ("Joey Example", "alias"),
        ("Jo Sample", "former"),
        ("the Colonel", "weak alias"),
    ]
    assert person.programmes == ("EX-ONE",)
    assert person.listed_on == "2020-02-03"
    assert person.delisted_on is None
    assert person.references == ("un.sc:QDi.999",)
    assert person.born == ("1962-03",)
    assert "1962?" in person.note
    assert person.countries == ("MT", "suhh")
    assert person.identifiers == ("national id:N1", "passport:A123", "tax:77", "wallet:0xabc")
    assert person.addresses == ("1 Sample Road, Sampletown",)
    assert person.titles == ("Colonel",)


def test_vessels_companies_and_what_is_no_target() -> None:
    listings, rejects = read(ENTITIES, LINES)
    assert [listing.entry for listing in listings] == ["p-1", "v-1", "o-1"]
    vessel, works = listings[1:]
    assert vessel.identifiers == ("imo:9000001", "mmsi:123456789", "call sign:9XYZ9")
    assert (vessel.listed_on, vessel.delisted_on) == ("2020-01-01", "2023-04-05")
    assert works.names[1].name_type == "acronym"
    assert works.identifiers == ("registration:N2", "registration:R1", "lei:L1", "bic:SMPLBANK")
    assert (works.programmes, works.listed_on) == (("Two",), "2021-01")
    assert works.addresses == ("2 Works Road, Sampletown",)
    assert [(reject.where, reject.reason[:9]) for reject in rejects] == [
        ("the file:8", "no name"),
        ("the file:10", "no entity"),
    ]


def test_datasets_are_programmes_where_there_are_several() -> None:
    mixed = LINES.replace(b'"datasets":["ex_list"],"target":true}', b'"datasets":["other"],"target":true}', 1)
    found = ENTITIES.recognise(Head("all.json", mixed))
    assert found is not None
    assert found.list_key == "ftm.all"
    works = next(listing for listing in read(ENTITIES, mixed)[0] if listing.entry == "o-1")
    assert works.programmes == ("Two", "ex_list")


def test_statements_are_put_together() -> None:
    listings, rejects = read(STATEMENTS, ROWS)
    (person,) = listings
    assert (person.entry, person.kind) == ("p-1", "person")
    assert [name.text for name in person.names] == ["Jo Example", "Joey Example"]
    assert person.listed_on == "2020-02-03"
    assert person.addresses == ("1 Sample Road",)
    assert person.programmes == ("ex_list", "other_list")
    assert sorted(reject.reason for reject in rejects) == ["2 cells where the header has 12", "no name"]


def test_the_simple_table() -> None:
    listings, rejects = read(SIMPLE, TABLE)
    person, vessel = listings
    assert [name.text for name in person.names] == ["Jo Example", "Joey Example", "Example; Jo"]
    assert (person.born, person.programmes, person.identifiers) == (("1962-03",), ("EX-ONE",), ("id:A123",))
    assert vessel.identifiers == ("imo:9000001", "id:123456789")
    assert (person.note, vessel.note) == ("", "Seen.")
    assert [reject.reason for reject in rejects] == [
        "the target 'v-1' is there already",
        "unknown schema 'Security'",
        "no id or no name",
    ]


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (ENTITIES, b""),
        (ENTITIES, LINES[:-30]),
        (ENTITIES, b"\xff\n"),
        (STATEMENTS, b"canonical_id,prop\n1,2\n"),
        (STATEMENTS, ROWS + b'"'),
        (SIMPLE, b"id,schema\n1,2\n"),
        (SIMPLE, TABLE + b"\x00"),
    ],
)
def test_a_damaged_file_is_refused(reader: Reader, content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(reader, content)


@given(st.sampled_from(SAMPLES), st.data())
def test_any_bytes_give_listings_rejects_or_an_error(sample: tuple[Reader, bytes], data: st.DataObject) -> None:
    reader, content = sample
    place = data.draw(st.integers(0, len(content)))
    put = data.draw(st.binary(max_size=5) | st.sampled_from([b'"', b"\n", b"{}", b",", b"null", b"[1]", b"[[]]"]))
    changed = content[:place] + put + content[place + data.draw(st.integers(0, 30)) :]
    for other in READERS:
        other.recognise(Head("x", changed))
    try:
        reader.edition_date({"": lambda: io.BytesIO(changed)})
        listings, _ = read(reader, changed)
    except ListFileError:
        return
    assert all(listing.entry and listing.names for listing in listings)


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not at hand")
def test_the_real_table_is_read_whole() -> None:
    content = gzip.decompress(REAL.read_bytes())
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    listings, rejects = read(SIMPLE, content)
    assert rejects == []
    assert [listing.entry for listing in listings] == [row["id"] for row in rows]
    assert len({listing.entry for listing in listings}) == 5600
    assert sum(bool(listing.born) for listing in listings) == sum(bool(row["birth_date"]) for row in rows)
