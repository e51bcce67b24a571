"""Entities in a file's order into the listings of one list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gazetted.model.edition import Listing, Reject
from gazetted.sources.eu.entity import Entity, listing_of
from gazetted.sources.format import RejectSink


def listings_of(entities: Iterator[tuple[str, Entity]], list_key: str, reject: RejectSink) -> Iterator[Listing]:
    """The listings of a list, each once; what cannot be taken is a reject.

    Args:
        entities: place and entity, in the file's order; those of one entry follow one another.
        list_key: `eu.fsf` or `eu.cp931`.
        reject: takes entries without a name or reference number, and entries whose number was there already.
    """
    own = (pair for pair in entities if pair[1].list_key == list_key)
    taken: set[str] = set()
    for key, group in groupby(own, key=lambda pair: pair[1].key):
        pairs = list(group)
        where = pairs[0][0]
        if key in taken:
            reject(Reject(where, f"the reference number {key} was there already"))
            continue
        try:
            listing = listing_of([entity for _, entity in pairs])
        except ValueError as error:
            reject(Reject(where, str(error), key))
            continue
        taken.add(key)
        yield listing
