"""What a publisher's reader is: it knows its files by their content, and turns them into listings.

A reader never writes and never asks the network. It streams: memory does not grow with the file. What it cannot take
is a reject with its place and reason, never silence; a file that is damaged as a whole raises `ListFileError`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import BinaryIO

import msgspec

from gazetted.model.edition import ALL_ASPECTS, Act, Aspect, Listing, Reject

HEAD_BYTES = 65_536
"""How much of a file's beginning a reader is shown to recognise it by."""

Opener = Callable[[], BinaryIO]
"""Opens a part anew from its beginning, unpacked."""

RejectSink = Callable[[Reject], None]
"""Takes a row that could not be taken."""


class Head(msgspec.Struct, frozen=True):
    """The beginning of a file, unpacked.

    Attributes:
        name: the file's name without folders and without the ending of its packing (`sdn.csv`).
        start: its first bytes, at most `HEAD_BYTES`.
        open: opens the whole file, for formats of which the beginning tells nothing (a workbook's titles may stand at
            its end); None where only the beginning is at hand.
    """

    name: str
    start: bytes
    open: Opener | None = None


class Recognised(msgspec.Struct, frozen=True):
    """A file that a reader knows.

    Attributes:
        list_key: the list that it is (part of) an edition of.
        part: which part of an edition it is, in the reader's own words; "" where an edition is one file.
        date: the edition's date (ISO day), where the beginning of the file states one.
    """

    list_key: str
    part: str = ""
    date: str | None = None


def _no_date(_: Mapping[str, Opener]) -> str | None:
    return None


def _no_acts(_: Mapping[str, Opener]) -> tuple[Act, ...]:
    return ()


def _everything(_: Collection[str]) -> frozenset[Aspect]:
    return ALL_ASPECTS


class Reader(msgspec.Struct, frozen=True):
    """A publisher's format, as functions. Each publisher's package has a tuple of them, `READERS`.

    Attributes:
        name: name and version, such as `ofac legacy csv 1`; the number rises whenever its listings change.
        recognise: whether it knows a file, by its content and not by its name alone.
        listings: the entries of an edition, each once, in the file's order; ListFileError where the file is damaged
            as a whole (truncated, malformed, an entity bomb, an unknown schema).
        edition_date: the edition's date (ISO day), where the files state one somewhere.
        aspects: what an edition of these parts tells completely.
        series: makes a `listings` that remembers what it read, for editions that follow each other and differ little;
            None where there is nothing to gain.
        acts: acts, named by the files, that can only have removed entries.
    """

    name: str
    recognise: Callable[[Head], Recognised | None]
    listings: Callable[[Mapping[str, Opener], RejectSink], Iterator[Listing]]
    edition_date: Callable[[Mapping[str, Opener]], str | None] = _no_date
    aspects: Callable[[Collection[str]], frozenset[Aspect]] = _everything
    series: Callable[[], Callable[[Mapping[str, Opener], RejectSink], Iterator[Listing]]] | None = None
    acts: Callable[[Mapping[str, Opener]], tuple[Act, ...]] = _no_acts


__all__ = ["ALL_ASPECTS", "HEAD_BYTES", "Aspect", "Head", "Opener", "Reader", "Recognised", "RejectSink"]
