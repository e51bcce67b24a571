"""A statement while the document is being read: tokens instead of offsets, the speaker not yet known."""

from __future__ import annotations

import msgspec

from gazetted.reading.result import Act


class Raw(msgspec.Struct, gc=False):
    """Words of a source, a cue, and pieces of content.

    Attributes:
        source: the words that name the speaker.
        cue: the words that say so.
        pieces: the content.
        act: what the speaker does with it.
        sentence: number of the sentence of the cue.
        beside: words between cue and content or after the cue: the person addressed, the channel, the time.
        under: the statement whose source cites this one.
        cites: whether the source is cited by another.
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    pieces: list[tuple[int, int]]
    act: Act
    sentence: int
    beside: tuple[tuple[int, int], ...] = ()
    under: Raw | None = None
    cites: bool = False
