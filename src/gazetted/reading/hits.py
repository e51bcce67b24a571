"""A mention while the document is being read: words instead of offsets, and the alias it was found by."""

from __future__ import annotations

import msgspec

from gazetted.reading.aliases import Alias
from gazetted.reading.result import Via


class Hit(msgspec.Struct, frozen=True, gc=False):
    """Words that name a party.

    Attributes:
        first: index of the first word.
        last: index after the last word.
        party: slug.
        via: how the party is named.
        alias: the name of the record by which it was found; None for short forms and names that the document defines.
    """

    first: int
    last: int
    party: str
    via: Via
    alias: Alias | None
