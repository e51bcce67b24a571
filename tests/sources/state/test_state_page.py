from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Recognised
from gazetted.sources.state import READERS

SAMPLE = (Path(__file__).parents[2] / "data/sources/state/page.html").read_bytes()
READER = READERS[0]


def read(content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(READER.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_the_page_is_known() -> None:
    assert READER.recognise(Head("page.html", SAMPLE)) == Recognised("us.fto")
    assert READER.recognise(Head("page.html", b"<html><p>Foreign Terrorist Organizations, a blog")) is None


def test_those_that_stand_and_those_that_were_removed() -> None:
    listings, rejects = read(SAMPLE)
    assert [(one.entry, one.listed_on, one.delisted_on) for one in listings] == [
        ("sample-liberation-front", "1997-10-08", None),
        ("al-example-front", "2014-05-15", None),
        ("example-sinai-province", "2014-04-10", None),
        ("sample-party-red-wing", "1997-10-08", "1999-10-08"),
        ("sample-liberation-front-2001-06-01", "1997-10-08", "2001-06-01"),
    ]
    assert [reject.where for reject in rejects] == ["the file: table 1, row 5"]


def test_names_with_their_types_and_first_days() -> None:
    listings, _ = read(SAMPLE)
    front, sinai = listings[1], listings[2]
    assert [(name.text, name.name_type, name.since) for name in front.names] == [
        ("al-Example Front", "primary", None),
        ("Hay’at Example", "alias", None),
        ("AEF", "acronym", None),
        ("HE", "acronym", None),
        ("Jabhat Example", "alias", "2016-11-14"),
    ]
    assert front.amended_on == ("2016-11-14",)
    assert [(name.text, name.name_type) for name in sinai.names] == [
        ("Example-Sinai Province", "primary"),
        ("Ansar Example", "former"),
    ]


@pytest.mark.parametrize("content", [b"", b"<table><tr><th>Name</th></tr></table>", SAMPLE[:500], b"\x00", b"\xff"])
def test_a_damaged_page_is_refused(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@given(st.integers(0, len(SAMPLE)), st.sampled_from([b"<", b">", b"(", b"aka ", b"/", b"</td>", b"<tr>", b"\xe2"]))
def test_any_bytes_give_listings_rejects_or_an_error(place: int, put: bytes) -> None:
    try:
        listings, _ = read(SAMPLE[:place] + put + SAMPLE[place:])
    except ListFileError:
        return
    assert all(listing.names for listing in listings)
    assert len({listing.entry for listing in listings}) == len(listings)
