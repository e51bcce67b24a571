"""The XML of the Consolidated List (`sc-sanctions.xsd`), and of one committee's list in nearly the same form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import ALL_ASPECTS, HEAD_BYTES, Aspect, Head, Opener, Recognised, RejectSink
from gazetted.sources.un.entry import listing_of
from gazetted.sources.un.regimes import part_schemas, programme
from gazetted.sources.un_reference import new_reference
from gazetted.sources.xmlstream import elements

LIST_KEY = "un.sc"
_WHAT = "the UN list"
_ROOT = re.compile(rb"<CONSOLIDATED_LIST\b([^<>]{0,2000})>")
_GENERATED = re.compile(rb"dateGenerated\s*=\s*[\"'](\d{4}-\d{2}-\d{2})")
_SCHEMA = re.compile(rb"noNamespaceSchemaLocation\s*=\s*[\"']([^\"']{0,300})[\"']")
_REGIME = re.compile(rb"<UN_LIST_TYPE>\s*([^<>]{1,40}?)\s*</UN_LIST_TYPE>")
_TAGS = ("INDIVIDUAL", "ENTITY")


def recognise(head: Head) -> Recognised | None:
    """Know the Consolidated List by its root element."""
    root = _ROOT.search(head.start)
    return None if root is None or _is_part(root) else Recognised(LIST_KEY, date=_date(root))


def recognise_part(head: Head) -> Recognised | None:
    """Know one committee's list by the schema that it names; the part is the programme that it is complete for."""
    root = _ROOT.search(head.start)
    regime = _REGIME.search(head.start)
    if root is None or regime is None or not _is_part(root):
        return None
    return Recognised(LIST_KEY, part=programme(regime[1].decode("utf-8", "replace")), date=_date(root))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day on which the file was made (`dateGenerated`); None where it says none."""
    for opener in parts.values():
        with opener() as stream:
            root = _ROOT.search(stream.read(HEAD_BYTES))
        if root is not None and (date := _date(root)):
            return date
    return None


def part_aspects(_: Collection[str]) -> frozenset[Aspect]:
    """One committee's list tells all about its own entries, but not which entries of other regimes stand."""
    return ALL_ASPECTS - {"entries"}


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries of the Consolidated List.

    Raises:
        ListFileError: the file is truncated, malformed or holds no entry.
    """
    for opener in parts.values():
        yield from _entries(opener, reject)


def part_listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries of one committee's list.

    Raises:
        ListFileError: as for `listings`, or an entry stands under another regime than the part's.
    """
    for part, opener in parts.items():
        for listing in _entries(opener, reject):
            if part and listing.programmes and listing.programmes != (part,):
                raise ListFileError(
                    f"{_WHAT} of the committee for {part} has an entry of another regime ({listing.entry}): "
                    "give the publisher's own file."
                )
            yield listing


def _entries(opener: Opener, reject: RejectSink) -> Iterator[Listing]:
    number = 0
    seen: set[str] = set()
    with opener() as stream:
        for number, element in enumerate(elements(stream, _TAGS, _WHAT), start=1):
            try:
                listing = listing_of(element)
                if listing.entry in seen:
                    raise ValueError(f"the reference number {listing.entry} is there already")
            except ValueError as error:
                printed = element.findtext("REFERENCE_NUMBER", "").strip()[:40]
                where = f"entry {number} ({printed or 'without a reference number'})"
                reject(Reject(where, str(error), new_reference(printed) or printed.rstrip(".")))
                continue
            seen.add(listing.entry)
            yield listing
    if not number:
        raise ListFileError(f"{_WHAT} holds no entry: give the publisher's own file.")


def _is_part(root: re.Match[bytes]) -> bool:
    schema = _SCHEMA.search(root[1])
    return schema is not None and schema[1].decode("utf-8", "replace").rpartition("/")[2] in part_schemas()


def _date(root: re.Match[bytes]) -> str | None:
    found = _GENERATED.search(root[1])
    return found[1].decode() if found else None
