from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.csl import READERS
from gazetted.sources.format import Head, Recognised

SAMPLE = (Path(__file__).parents[2] / "data/sources/csl/consolidated.csv").read_bytes()
REAL = Path(__file__).parents[4] / "shared/data/lists/us-csl/2022-05-06/consolidated.csv.gz"
READER = READERS[0]


def read(content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(READER.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_the_file_is_known_by_its_columns() -> None:
    assert READER.recognise(Head("any", SAMPLE)) == Recognised("us.csl")
    assert READER.recognise(Head("consolidated.csv", b"id,name\n1,x\n")) is None
    assert READER.edition_date({"": lambda: io.BytesIO(SAMPLE)}) is None


def test_a_person_keeps_what_the_row_says() -> None:
    person = read(SAMPLE)[0][0]
    assert person.entry == "SDN:90001"
    assert person.kind == "person"
    assert [name.text for name in person.names] == ["EXAMPLE, Jo", "EXAMPEL, Jo", "EKSAMPL, Jo"]
    assert [name.name_type for name in person.names] == ["primary", "alias", "alias"]
    assert person.programmes == ("SDGT", "NPWMD", "Specially Designated Nationals (SDN)")
    assert person.born == ("circa 1962", "1960/1964", "1961-03-05")
    assert person.countries == ("MT", "FR", "ZZ")
    assert person.identifiers == ("passport:A123456", "wallet:0xabc")
    assert person.gender == "male"
    assert person.titles == ("Colonel",)
    assert "Linked To: SAMPLE GROUP" in person.note
    assert "Subject to Examples" in person.note


def test_vessels_banks_and_exporters() -> None:
    bank, vessel, works, second = read(SAMPLE)[0][1:]
    assert (bank.entry, bank.identifiers) == ("CAP:90001", ("bic:SMPLBANK",))
    assert vessel.kind == "vessel"
    assert vessel.identifiers == ("imo:9000001", "call sign:9XYZ9")
    assert vessel.countries == ("MT",)
    assert (works.entry, works.listed_on, works.instrument) == ("0123abcd", "2020-12-23", "85 FR 1")
    assert works.note == "in force until 2030-01-02"
    assert [(name.text, name.name_type) for name in second.names] == [
        ("Sample Works Two", "primary"),
        ("Works Two", "alias"),
        ("Old Works Two", "former"),
        ("Second Works", "alias"),
    ]


def test_a_mark_of_another_encoding_is_mended() -> None:
    broken = SAMPLE.replace("’".encode(), "\x92".encode())
    assert read(broken)[0][3].names[0].text == "Samples’ Works"


def test_rows_that_cannot_be_taken_are_told() -> None:
    assert [(reject.where, reject.reason) for reject in read(SAMPLE)[1]] == [
        ("the file:4", "the entry CAP:90001 is there already"),
        ("the file:8", "no key or no name"),
    ]
    short = SAMPLE + b"1,2\n"
    assert read(short)[1][-1].reason == "2 cells where the header has 29"


@pytest.mark.parametrize("content", [b"", b"_id,name\n1,x\n", SAMPLE + b'"', SAMPLE + b"\x00", SAMPLE + b"\xff\n"])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@given(st.integers(0, len(SAMPLE)), st.binary(max_size=6), st.integers(0, 40))
def test_any_bytes_give_listings_rejects_or_an_error(place: int, put: bytes, drop: int) -> None:
    try:
        listings, _ = read(SAMPLE[:place] + put + SAMPLE[place + drop :])
    except ListFileError:
        return
    assert all(listing.entry and listing.names for listing in listings)


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not at hand")
def test_the_real_file_is_read_whole() -> None:
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listings, rejects = read(gzip.decompress(REAL.read_bytes()))
    assert len(listings) + len(rejects) == len(rows) == 14160
    keys = {(row["source"], row["entity_number"] or row["_id"]) for row in rows}
    assert len({listing.entry for listing in listings}) == len(listings) == len(keys)
    assert all(listing.names for listing in listings)
    assert sum(listing.kind == "vessel" for listing in listings) == sum(row["type"] == "Vessel" for row in rows)
    born = [day for listing in listings for day in listing.born]
    assert sum(bool(listing.born) for listing in listings) == sum(bool(row["dates_of_birth"]) for row in rows)
    day = r"\d{4}(-\d\d(-\d\d)?)?"
    assert all(re.fullmatch(rf"(circa )?{day}(/{day})?", one) for one in born)
    assert all(re.fullmatch(r"[A-Z]{2}", code) for listing in listings for code in listing.countries)
