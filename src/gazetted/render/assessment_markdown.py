"""`assess` as Markdown: reads well as plain text, and renders anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.dossier import sections, summary
from gazetted.render.outline import REFERENCE, Entry, Section
from gazetted.render.timeline import bar_lines

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment

_ACTIVE = re.compile(r"([\\`*_\[\]<>#|~&!])")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{};]{1,2000}")


def assessment_markdown(assessed: Assessment, known: Mapping[str, words.Label], totals: Mapping[str, Any]) -> str:
    """The whole report."""
    return "\n".join(_parts(assessed, known, totals)) + "\n"


def _parts(assessed: Assessment, known: Mapping[str, words.Label], totals: Mapping[str, Any]) -> Iterator[str]:
    party = assessed.party
    yield f"# {plain(party.name)} on {assessed.on}"
    kind = "" if party.kind == "any" else f"{party.kind}, "
    asked = "" if assessed.asked in (party.party, party.name) else f', asked as "{plain(assessed.asked)}"'
    yield f"\n{kind}`{one_line(party.party).replace('`', '')}`{asked}\n"
    yield "\n\n".join(plain(sentence) for sentence in summary(assessed, known))
    bars = bar_lines(assessed, known)
    if bars:
        yield "\n## Timeline\n\n```text"
        yield from (one_line_kept(bar) for bar in bars)
        yield "```"
    for section in sections(assessed, known):
        yield from _section(section)
    yield f"\n---\n\n{plain(words.foot_line(totals))}"


def one_line_kept(line: str) -> str:
    """A line of bars: its blanks stay, and no backtick ends the block."""
    return line.replace("`", "'")


def _section(section: Section) -> Iterator[str]:
    yield f"\n## {plain(section.title)}"
    for paragraph in section.intro:
        yield f"\n{plain(paragraph)}"
    if section.entries:
        yield ""
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    number = f'<a id="{entry.number.lower()}"></a>{entry.number}. ' if entry.number else ""
    head = plain(entry.head)
    yield f"- **{plain(entry.label)}**: {number}{f'**{head}**' if entry.strong and head else head}"
    for line in entry.lines:
        text = plain(line.text)
        yield f"  - {f'*{text}*' if line.tone == 'doubt' else text}"


def plain(text: str) -> str:
    r"""Text in which nothing acts as Markdown but our own references and web addresses.

    >>> plain("a *b* [E3] <script> https://x.org/a_b")
    'a \\*b\\* [E3](#e3) \\<script\\> <https://x.org/a_b>'
    """
    line, pieces, place = one_line(text), [], 0
    spots = sorted([*REFERENCE.finditer(line), *_ADDRESS.finditer(line)], key=lambda spot: spot.start())
    for spot in spots:
        if spot.start() < place:
            continue
        pieces.append(_escaped(line[place : spot.start()]))
        if spot.re is REFERENCE:
            pieces.append(f"[{spot[1]}](#{spot[1].lower()})")
            place = spot.end()
        else:
            address = spot[0].rstrip(".,")
            pieces.append(f"<{address}>")
            place = spot.start() + len(address)
    pieces.append(_escaped(line[place:]))
    return "".join(pieces)


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", text)
