"""Notes in the margin of an article: what it claims of listings, what may change, where it speaks against itself."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gazetted.reading.result import Reading
from gazetted.render import words
from gazetted.render.listings import MARKS, chain_words, claim_details, claim_words, shown_claims, signal_words
from gazetted.render.markup import dated, escaped


class Note(NamedTuple):
    """A note, tied to its place in the text by its number.

    Attributes:
        number: from 1, in order of the text.
        at: offset in the text behind which the number stands.
        content: the note, as HTML.
    """

    number: int
    at: int
    content: str


def notes_of(reading: Reading, known: Mapping[str, words.Label]) -> list[Note]:
    """The notes of an article, in order of the text.

    Args:
        reading: the reading.
        known: labels of the lists.
    """
    found: list[tuple[int, str]] = []
    for signal in reading.signals:
        said = f"<strong>Signal: {escaped(signal.stage)}</strong> {escaped(signal_words(signal, reading, known))}"
        more = [chain_words(signal.chain), signal.note]
        found.append((signal.trigger.end, said + _small(more)))
    for claim in shown_claims(reading, full=False):
        kind = claim.verdict.replace(" ", "-")
        mark = f'<strong class="verdict {kind}">{MARKS[claim.verdict]} {claim.verdict}</strong>'
        found.append((claim.end, f"{mark} {dated(claim_words(claim, reading, known))}{_small(claim_details(claim))}"))
    found += [(one.end, f"<strong>! inconsistent</strong> {dated(one.note)}") for one in reading.inconsistencies]
    return [Note(number, at, said) for number, (at, said) in enumerate(sorted(found), 1)]


def _small(lines: Sequence[str]) -> str:
    return "".join(f"<small>{dated(line)}</small>" for line in lines if line)


def paragraph(pieces: Sequence[tuple[int, int, str]], source: str, start: int, end: int, notes: Sequence[Note]) -> str:
    """A paragraph of the article with its marked places and the numbers of its notes, as HTML.

    Args:
        pieces: places that are marked: start, end, and what stands for them; in order, without overlap.
        source: the article.
        start: where the paragraph begins, or goes on.
        end: where it ends.
        notes: its notes, in order.
    """
    out: list[str] = []
    left = list(notes)
    place = start
    for first, last, marked in [*pieces, (end, end, "")]:
        while left and left[0].at <= first:
            note = left.pop(0)
            cut = max(place, note.at)
            out.append(html.escape(source[place:cut]) + _tie(note))
            place = cut
        out.append(html.escape(source[place:first]) + marked)
        place = max(place, last)
    return "".join(out) + html.escape(source[place:end]) + "".join(_tie(note) for note in left)


def _tie(note: Note) -> str:
    number = note.number
    return f'<a class="tie" href="#note-{number}" id="tie-{number}" aria-label="note {number}">[{number}]</a>'


def margin(notes: Sequence[Note]) -> Iterator[str]:
    """The notes that stand beside a paragraph, or follow it where the page is narrow."""
    if not notes:
        return
    yield '<aside class="notes" aria-label="notes to this paragraph">'
    for note in notes:
        yield (
            f'<p id="note-{note.number}"><a href="#tie-{note.number}" aria-label="back to the text">[{note.number}]</a>'
            f" {note.content}</p>"
        )
    yield "</aside>"
