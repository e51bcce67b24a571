from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Recognised
from gazetted.sources.india import READERS

SAMPLE = (Path(__file__).parents[2] / "data/sources/india/page.html").read_bytes()
REAL = Path(__file__).parents[4] / "shared/data/lists/in-mha/2015-03-30/data.html.gz"
READER = READERS[0]


def read(content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(READER.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_the_page_is_known_and_dated() -> None:
    assert READER.recognise(Head("data.html", SAMPLE)) == Recognised("in.uapa")
    assert READER.recognise(Head("data.html", b"<html><title>Banned organisations</title>")) is None
    assert READER.edition_date({"": lambda: io.BytesIO(SAMPLE)}) == "2014-02-05"
    assert READER.edition_date({"": lambda: io.BytesIO(SAMPLE.replace(b"As on", b"On"))}) is None


def test_numbers_names_acronyms_and_extent() -> None:
    listings, rejects = read(SAMPLE)
    assert [listing.entry for listing in listings] == ["1", "2", "3"]
    assert [name.text for name in listings[1].names] == ["Example-E-Sample", "Example Circle"]
    assert [(name.text, name.name_type) for name in listings[2].names] == [
        ("Example People’s Party", "primary"),
        ("EPP", "acronym"),
    ]
    assert listings[2].note == "All its formations and front organizations"
    assert [reject.reason for reject in rejects] == ["the number is there already", "no number and organisation"]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><p>Banned organisations</p>", SAMPLE[: SAMPLE.index(b"<td>3</td>")], SAMPLE + b"\x00", b"\xff" * 9],
)
def test_a_damaged_page_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@given(st.integers(0, len(SAMPLE)), st.sampled_from([b"<", b">", b"<table>", b"<!--", b"&#0;", b"</td>", b"\xe2"]))
def test_any_bytes_give_listings_rejects_or_an_error(place: int, put: bytes) -> None:
    try:
        listings, _ = read(SAMPLE[:place] + put + SAMPLE[place:])
    except ListFileError:
        return
    assert all(listing.names for listing in listings)


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not at hand")
def test_the_real_page_is_read_whole() -> None:
    content = gzip.decompress(REAL.read_bytes())
    listings, rejects = read(content)
    numbers = re.findall(rb"<tr>\s*<td>(\d+)</td>", content)
    assert [listing.entry.encode() for listing in listings] == numbers
    assert len(listings) == 39
    assert rejects == []
    assert READER.edition_date({"": lambda: io.BytesIO(content)}) == "2015-03-30"
    assert READER.recognise(Head("data.html", content[:65_536])) == Recognised("in.uapa")
