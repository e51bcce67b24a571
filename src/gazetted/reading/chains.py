"""Whose words a piece of text is: the chain from the document's outlet to the speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from gazetted.reading.attributed import Raw
from gazetted.reading.coreference import Met
from gazetted.reading.cues import cues
from gazetted.reading.grammar import Scan
from gazetted.reading.result import Span, Statement
from gazetted.reading.speakers import Entity, nouns

_AROUND = 60  # statements among which the one is sought that another hangs on
_INHERITED, _LEAKED = 8, 4  # sentences over which a speaker keeps an outlet, and a source without a name takes one
_BLOCK = 1024  # characters of the text that are looked up together
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’"}


class Voices(msgspec.Struct, frozen=True):
    """Statements by where their content stands, so that asking for one place does not look at all of a long document.

    Attributes:
        blocks: number of a block of the text → statements with content in it, in their order.
    """

    blocks: Mapping[int, Sequence[Statement]]

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> Voices:
        """Sort the statements of a document into blocks."""
        blocks: dict[int, list[Statement]] = {}
        for one in statements:
            inside = {at for piece in one.parts for at in range(piece.start // _BLOCK, piece.end // _BLOCK + 1)}
            for at in inside:
                blocks.setdefault(at, []).append(one)
        return cls(blocks)

    def around(self, at: int) -> Sequence[Statement]:
        """Every statement whose content may cover an offset."""
        return self.blocks.get(at // _BLOCK, ())


def chain_at(statements: Sequence[Statement], start: int, end: int) -> tuple[str, ...]:
    """Whose words stand between two offsets: the chain of the innermost statement that contains them all.

    Empty where the document speaks in its own voice.
    """
    found = statement_at(statements, start, end)
    return found.chain if found is not None else ()


def is_quoted(statements: Sequence[Statement], start: int, end: int) -> bool:
    """Whether a piece of text stands in quotation marks as part of what somebody says."""
    return any(
        piece.start <= start and end <= piece.end and _in_marks(piece, start, end)
        for one in statements
        if one.quote != "indirect"
        for piece in one.parts
    )


def statement_at(statements: Sequence[Statement], start: int, end: int) -> Statement | None:
    """The innermost statement whose content contains all between two offsets."""
    covering = [
        (piece.end - piece.start, -one.cue.start, number)
        for number, one in enumerate(statements)
        for piece in one.parts
        if piece.start <= start and end <= piece.end
    ]
    return statements[min(covering)[2]] if covering else None


def _in_marks(piece: Span, start: int, end: int) -> bool:
    """Whether the piece opens a quotation mark at or before `start` that is not closed before `end`."""
    closing = ""
    for place, letter in enumerate(piece.text[: end - piece.start], piece.start):
        if closing and letter in closing:
            closing = ""
        elif not closing and place <= start and letter in _PAIRS:
            closing = _PAIRS[letter]
    return bool(closing)


def chains_of(
    scan: Scan, raws: Sequence[Raw], met: Sequence[Met], entities: Sequence[Entity], root: str
) -> list[tuple[str, ...]]:
    """The chain of each statement, from the document's outlet to the speaker.

    A statement inside another's content hangs on it. An outlet that the speaker told, or a platform that was written
    on, stands before the speaker; later statements of the same speaker keep the outlet, and a source without a name
    takes that of the outlet reported just before.
    """
    outlets = {place: one.name for one in entities if one.kind == "outlet" for place in range(one.first, one.last)}
    via = [_via(scan, raw, outlets) for raw in raws]
    outer = [_outer(raws, number) for number in range(len(raws))]
    _cut_circles(outer)
    links: list[str | None] = list(via)
    told = {one.group: link for one, link in zip(reversed(met), reversed(via), strict=True) if link}
    for number, (raw, one) in enumerate(zip(raws, met, strict=True)):
        if links[number] is None and outer[number] is None:
            links[number] = _inherited(number, raws, met, links, via)
        if links[number] is None and outer[number] is None and one.who.kind == "anonymous":
            links[number] = told.get(one.group)
        if links[number] == one.who.name or raw.under is not None:
            links[number] = None
    chains: list[tuple[str, ...]] = [()] * len(raws)
    for number in sorted(range(len(raws)), key=lambda each: _depth(outer, each)):
        above = outer[number]
        start = (root,) if above is None else chains[above]
        link, name = links[number], met[number].who.name
        own = link is None and above is not None and start[-1] == name  # somebody on what he or she said
        chains[number] = start if own else (*start, *((link,) if link else ()), name)
    return chains


def _via(scan: Scan, raw: Raw, outlets: dict[int, str]) -> str | None:
    """The outlet told, or the platform written on."""
    for first, last in raw.beside:
        for place in range(first, last):
            if place in outlets:
                return outlets[place]
            if scan.low[place] in cues().platforms and scan.tags[place] == "K" and scan.low[place - 1] in ("on", "via"):
                return scan.tokens[place].text
    return None


def _outer(raws: Sequence[Raw], number: int) -> int | None:
    """The innermost statement whose content contains this one."""
    raw, around = raws[number], range(max(0, number - _AROUND), min(len(raws), number + _AROUND))
    if raw.under is not None:
        return next((place for place in around if raws[place] is raw.under), None)
    found = [
        (last - first, place)
        for place in around
        if place != number and not raws[place].cites
        for first, last in raws[place].pieces
        if first <= raw.cue[0] and raw.cue[1] <= last and first <= raw.source[0] < last
    ]
    return min(found)[1] if found else None


def _inherited(
    number: int,
    raws: Sequence[Raw],
    met: Sequence[Met],
    links: Sequence[str | None],
    via: Sequence[str | None],
) -> str | None:
    """The outlet through which a speaker was heard before, or an unnamed source is likely heard."""
    here, who = raws[number].sentence, met[number].who
    if who.kind in ("outlet", "organization"):
        return None
    leaks = who.kind == "anonymous" and who.head in nouns().leaks
    for place in range(number - 1, max(-1, number - _AROUND), -1):
        distance = here - raws[place].sentence
        if distance > _INHERITED:
            return None
        platform = (via[place] or "").lower() in cues().platforms
        if met[place].group == met[number].group and links[place] and not platform:
            return links[place]
        if leaks and distance <= _LEAKED:
            if met[place].who.kind == "outlet":
                return met[place].who.name
            if met[place].who.kind == "anonymous" and links[place] and not platform:
                return links[place]
    return None


def _cut_circles(outer: list[int | None]) -> None:
    """Let go of a statement that hangs, over others, on itself."""
    for number in range(len(outer)):
        seen, above = {number}, outer[number]
        while above is not None:
            if above in seen:
                outer[number] = None
                break
            seen.add(above)
            above = outer[above]


def _depth(outer: Sequence[int | None], number: int) -> int:
    depth, above = 0, outer[number]
    while above is not None:
        depth += 1
        above = outer[above]
    return depth
