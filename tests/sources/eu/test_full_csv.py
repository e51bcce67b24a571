from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.eu.full_csv import edition_date, listings, recognise
from gazetted.sources.format import Head

FOLDER = Path(__file__).parents[2] / "data/sources/eu"
NEW = (FOLDER / "full_1_1.csv").read_bytes()
OLD = (FOLDER / "full_1_0.csv").read_bytes()
REAL = Path(__file__).parents[4] / "shared/data/lists/eu-fsf/2018-07-04/EUSanctionsShort.csv.gz"


def read(content: bytes, key: str = "eu.fsf") -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append, key))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


@pytest.mark.parametrize(("content", "date"), [(NEW, "2023-04-05"), (OLD, "2018-07-04")])
def test_both_versions_are_known_by_their_columns(content: bytes, date: str) -> None:
    known = recognise(Head("x.csv", content), "eu.fsf")
    assert known is not None
    assert known.date == date
    assert edition_date({"": lambda: io.BytesIO(content)}) == date


def test_other_tables_are_not_known() -> None:
    assert recognise(Head("x.csv", b"id,name\n1,x\n"), "eu.fsf") is None
    assert recognise(Head("x.csv", b""), "eu.fsf") is None


def test_rows_of_version_1_1_become_one_entry() -> None:
    assert read(NEW)[0] == {
        "EU.9001.11": Listing(
            entry="EU.9001.11",
            kind="person",
            names=(ListedName("Exemplus PRIMUS"), ListedName("Primus the Younger", "alias", "2019-05-07")),
            programmes=("TAQA",),
            born=("circa 1971",),
            countries=("SY",),
            identifiers=("passport:X 0001",),
            gender="male",
            references=("un.sc:QDi.901",),
            titles=("Dr.", "Chief; Example Brigade"),
            listed_on="2017-02-22",
            instrument="2019/901 (OJ L901)",
            note="Photo available.",
        )
    }


def test_the_terrorist_list_is_apart() -> None:
    entry = read(NEW, "eu.cp931")[0]["EU.9002.22"]
    assert entry.kind == "organization"
    assert entry.addresses == ("1 Sample Street, Exampleville, LEBANON",)


def test_rows_of_version_1_0_become_one_entry() -> None:
    entry = read(OLD)[0]["EU.9001.11"]
    assert entry.kind == "person"
    assert entry.names == (ListedName("Exemplus Primus"),)
    assert entry.identifiers == ("passport:AD009999",)
    assert entry.born == ("1924-02-21",)
    assert entry.countries == ("ZW",)
    assert entry.addresses == ("Sample Street 12, Exampleville, ZWE",)
    assert entry.note == "First second"
    # a file without reference numbers gives the logical id
    assert set(read(OLD, "eu.cp931")[0]) == {"2"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        NEW.split(b"\n")[0],
        NEW.replace(b"NameAlias_WholeName", b"Other"),
        NEW.replace(b"Exemplus", b"\xff"),
        NEW.replace(b"Exemplus", b"\x00"),
        NEW.replace(b'"Chief', b'"Chief "x'),
        NEW + b"x" * 2_000_000,
    ],
    ids=["empty", "header only", "no names", "not UTF-8", "NUL", "quoting", "endless"],
)
def test_a_damaged_file_is_an_error(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(NEW) - 1), what=st.binary(max_size=12), cut=st.integers(0, 40))
def test_any_bytes_give_listings_or_an_error(place: int, what: bytes, cut: int) -> None:
    content = NEW[:place] + what + NEW[place + cut :]
    try:
        read(content)
        edition_date({"": lambda: io.BytesIO(content)})
    except ListFileError:
        pass
    recognise(Head("x", content), "eu.fsf")


@pytest.mark.skipif(not REAL.exists(), reason="real files are not here")
def test_a_shortened_real_file() -> None:
    # its source wrapped every line in quotes and saved it in another encoding
    lines = gzip.decompress(REAL.read_bytes()).decode("cp1252").replace("Date_filexxxx", "Date_file").splitlines()
    rows = [line.strip()[1:-1].rstrip("\t").replace('""', '"') for line in lines]
    content = "\n".join(rows).encode()
    entities = {(row.split(";")[1], row.split(";")[6] == "TERR") for row in rows[1:]}
    for key, terrorist in (("eu.fsf", False), ("eu.cp931", True)):
        found, rejects = read(content, key)
        assert len(found) == len([1 for _, own in entities if own is terrorist])
        assert rejects == []
