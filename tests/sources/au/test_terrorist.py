from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.au.terrorist import listings, recognise
from gazetted.sources.format import Head

SAMPLE = (Path(__file__).parents[2] / "data/sources/au/page.html").read_bytes()


def read(content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_it_is_known_by_title_and_site() -> None:
    known = recognise(Head("page.html", SAMPLE))
    assert known is not None
    assert (known.list_key, known.date) == ("au.terrorist", None)
    assert recognise(Head("page.html", SAMPLE.replace(b"gov.au", b"example"))) is None
    assert recognise(Head("page.html", SAMPLE.replace(b"<title>Listed", b"<title>Other"))) is None


def test_each_organisation_once() -> None:
    found, rejects = read(SAMPLE)
    assert found == [
        Listing(entry="sample-front", kind="organization", names=(ListedName("Sample Front"),)),
        Listing(
            entry="example-brigade",
            kind="organization",
            names=(ListedName("Example & Sons' Brigade"), ListedName("EB", "alias")),
        ),
    ]
    assert [reject.reason for reject in rejects] == ["the link to nameless names nobody"]


@pytest.mark.parametrize(
    "content",
    [b"", SAMPLE.replace(b"/sample-front", b"").replace(b"/example-brigade", b""), SAMPLE + b"\x00", SAMPLE + b"\xff"],
    ids=["empty", "no organisation", "NUL", "not UTF-8"],
)
def test_another_page_is_an_error(content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(content)


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, len(SAMPLE) - 1), what=st.binary(max_size=12), cut=st.integers(0, 40))
def test_any_bytes_give_listings_or_an_error(place: int, what: bytes, cut: int) -> None:
    content = SAMPLE[:place] + what + SAMPLE[place + cut :]
    try:
        found, _ = read(content)
    except ListFileError:
        return
    assert len({listing.entry for listing in found}) == len(found)
