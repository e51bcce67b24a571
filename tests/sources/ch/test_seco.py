from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.ch.seco import edition_date, listings, recognise
from gazetted.sources.format import Head

SAMPLE = (Path(__file__).parents[2] / "data/sources/ch/whole_list.xml").read_bytes()


def read(content: bytes) -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def test_the_whole_list_is_known_and_dated() -> None:
    known = recognise(Head("x.xml", SAMPLE))
    assert known is not None
    assert (known.list_key, known.date) == ("ch.seco", "2024-03-01")
    assert edition_date({"": lambda: io.BytesIO(SAMPLE)}) == "2024-03-01"
    assert recognise(Head("x.xml", SAMPLE.replace(b"whole-list", b"delta"))) is None


def test_a_person_with_several_identities() -> None:
    assert read(SAMPLE)[0]["5001"] == Listing(
        entry="5001",
        kind="person",
        names=(
            ListedName("Eva Ivanovna Exemplara"),
            ListedName("Ева Ivanovna Экземпляра", "alias"),
            ListedName("Eva Example", "alias"),
            ListedName("Lady Sample", "weak alias"),
        ),
        programmes=("Sample",),
        born=("1970-02-03", "circa 1971"),
        countries=("BY",),
        identifiers=("passport:X 77",),
        gender="female",
        addresses=("1 Sample Street, 220000, Exampleville, Belarus",),
        listed_on="2020-01-03",
        amended_on=("2021-05-07",),
        note="A sample.",
    )


def test_a_delisted_target_keeps_its_days() -> None:
    entry = read(SAMPLE)[0]["5002"]
    assert (entry.listed_on, entry.delisted_on) == ("2019-01-01", "2022-02-02")
    assert entry.names[1] == ListedName("Old Sample Bank", "former")
    assert entry.countries == ("BY",)


def test_a_target_listed_anew_stands() -> None:
    entry = read(SAMPLE)[0]["5003"]
    assert (entry.listed_on, entry.delisted_on) == ("2024-01-01", None)
    assert (entry.kind, entry.identifiers) == ("vessel", ("imo:9000001",))


def test_what_cannot_be_taken_is_told() -> None:
    assert [reject.reason for reject in read(SAMPLE)[1]] == [
        "no name or number",
        "a target of that number is there already",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", SAMPLE[:3000], SAMPLE.replace(b"target", b"other"), b"<!DOCTYPE s []>" + SAMPLE.partition(b"?>")[2]],
    ids=["empty", "truncated", "no target", "document type"],
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
