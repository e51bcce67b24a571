"""Publishers' XML, element by element: flat memory, no entities, no network."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from typing import IO, Any
from zipfile import BadZipFile

from gazetted.errors import ListFileError

MAX_BYTES_BETWEEN = 64_000_000
"""Bytes that may pass before the next element of interest ends; more is no list."""

_CHUNK = 65_536


def elements(stream: IO[bytes], tags: Collection[str], what: str) -> Iterator[Any]:
    """The elements of some tags in the order in which they end; each is emptied when the next one is asked for.

    Comments and processing instructions are left out. Elements of these tags must not lie within each other.

    Args:
        stream: the file from its beginning, unpacked.
        tags: tags to stop at, in lxml's form (`{namespace}local`).
        what: what the file is, for messages ("the UN list").

    Raises:
        ListFileError: the file is truncated, malformed, has a document type of its own, or is endless.
    """
    from lxml import etree

    source = _Bounded(stream, what)
    try:
        parsed = etree.iterparse(
            source,
            events=("end",),
            tag=tuple(tags),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in parsed:
            _no_doctype(element, what)
            source.passed = 0
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise ListFileError(
            f"{what} is truncated or malformed XML ({str(error)[:200]}): get the file from its publisher again."
        ) from None
    except (EOFError, OSError, ValueError, LookupError, zlib.error, BadZipFile) as error:
        raise ListFileError(
            f"{what} cannot be read ({str(error)[:200]}): get the file from its publisher again."
        ) from None


def local_name(tag: object) -> str:
    """The tag without its namespace; "" for what is no element.

    >>> local_name("{http://example.org/ns}Name"), local_name("Name")
    ('Name', 'Name')
    """
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Any) -> str:
    """The text directly in an element, spaces and line ends of any number made one space.

    Files were indented anew over the years, so that the number of spaces in a name means nothing.
    """
    text = element.text
    if not text:
        return ""
    if text.isprintable() and "  " not in text and text[0] != " " != text[-1]:
        return str(text)  # the quick way: nothing to make single
    return " ".join(text.split())


def _no_doctype(element: Any, what: str) -> None:
    # None of these publishers declares a document type; whoever does so wants entities expanded.
    if element.getroottree().docinfo.internalDTD is not None:
        raise ListFileError(f"{what} declares a document type, which no publisher's file does: do not trust this file.")


class _Bounded:
    """A stream that gives up when much passes without an element of interest, and at the first sign of entities."""

    def __init__(self, stream: IO[bytes], what: str) -> None:
        self._stream = stream
        self._what = what
        self._head = True
        self.passed = 0

    def read(self, size: int = _CHUNK) -> bytes:
        chunk = self._stream.read(min(size, _CHUNK) if size > 0 else _CHUNK)
        self.passed += len(chunk)
        if self.passed > MAX_BYTES_BETWEEN:
            raise ListFileError(f"{self._what} runs on without an entry: give the publisher's own file.")
        if self._head:
            self._head = False
            # Before the parser sees them: entities in attributes are expanded whatever it is told.
            if b"<!DOCTYPE" in chunk.replace(b"\0", b""):
                raise ListFileError(
                    f"{self._what} declares a document type, which no publisher's file does: do not trust this file."
                )
        return chunk
