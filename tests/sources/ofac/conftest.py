from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Reader
from gazetted.sources.ofac import READERS

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "sources" / "ofac"
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "lists"

Read = Callable[..., tuple[list[Listing], list[Reject]]]


@pytest.fixture
def samples() -> Callable[[str], bytes]:
    """The bytes of a sample file."""
    return lambda name: (SAMPLES / name).read_bytes()


@pytest.fixture
def real() -> Callable[[str], bytes]:
    """The unpacked bytes of a real file; the test is skipped where it is not at hand."""

    def read(name: str) -> bytes:
        path = REAL / name
        if not path.exists():
            pytest.skip(f"no real file {name} at hand")
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()

    return read


@pytest.fixture
def reader() -> Callable[[str], Reader]:
    """A reader by the beginning of its name."""
    return lambda name: next(one for one in READERS if one.name.startswith(name))


@pytest.fixture
def read() -> Read:
    """Listings and rejects of parts given as bytes."""

    def read_parts(one: Reader, parts: Mapping[str, bytes], **more: object) -> tuple[list[Listing], list[Reject]]:
        rejects: list[Reject] = []
        openers: dict[str, Opener] = {part: _opener(content) for part, content in parts.items()}
        return list(one.listings(openers, rejects.append, **more)), rejects

    return read_parts


@pytest.fixture
def recognised() -> Callable[[str, bytes], tuple[str, str, str | None] | None]:
    """List key, part and date that a reader of this publisher finds in a file, and only one of them may."""

    def recognise(name: str, content: bytes) -> tuple[str, str, str | None] | None:
        head = Head(name, content[:HEAD_BYTES])
        found = [answer for one in READERS if (answer := one.recognise(head)) is not None]
        assert len(found) <= 1
        return (found[0].list_key, found[0].part, found[0].date) if found else None

    return recognise


def _opener(content: bytes) -> Opener:
    return lambda: io.BytesIO(content)


@pytest.fixture
def iso_dates() -> Callable[[list[Listing]], bool]:
    """Whether all dates of listings are ISO."""
    partial = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
    form = re.compile(rf"(?:circa )?{partial}(?:/{partial})?")

    def check(found: list[Listing]) -> bool:
        dates = [date for one in found for date in (*one.born, *filter(None, (one.listed_on,)))]
        return all(form.fullmatch(date) for date in dates)

    return check
