"""A report as sections of entries, so that terminal, page and Markdown say the same in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gazetted.render import words

Tone = Literal["plain", "item", "doubt", "ground"]
"""`item`: one of several of a kind; `doubt`: what is not known or not confirmed; `ground`: the act, how sure it is, and
the source."""

REFERENCE = re.compile(r"\[([EX]\d+)\]")
"""A reference to the entry of an effect or exception, in a line of ours."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry, its text as it came; the renderers make it safe."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is told.

    Attributes:
        label: what it is about, in a few words: a list, a reader, an act.
        head: what is said first.
        lines: the rest, in order.
        number: by which others refer to it (`E3`).
        strong: whether the head stands out.
    """

    label: str
    head: str
    lines: tuple[Line, ...] = ()
    number: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report.

    Attributes:
        key: names it within the page.
        title: its heading.
        intro: paragraphs before the entries.
        entries: what it tells.
        wide: whether its entries are cards side by side where there is room.
    """

    key: str
    title: str
    intro: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    wide: bool = False


def ground(instrument: str, source: str, confidence: str, extra: str = "") -> Line:
    """The act, how sure it is, and the source, as a line."""
    said = [instrument or "act not recorded", extra, f"{confidence} confidence", f"source: {source or 'not recorded'}"]
    return Line(" · ".join(filter(None, said)), "ground")


def unconfirmed(what: str | None) -> tuple[Line, ...]:
    """What was not checked, as a line; none where all was."""
    return (Line(f"Not confirmed: {what}.", "doubt"),) if what else ()


def listing(keys: tuple[str, ...], known: dict[str, words.Label]) -> str:
    """Labels of lists, joined."""
    return ", ".join(words.label(key, known) for key in keys)
