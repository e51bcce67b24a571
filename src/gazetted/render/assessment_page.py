"""`assess` as one self-contained HTML page: it runs no script, loads nothing, and everything in it is escaped."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from gazetted.render import words
from gazetted.render.dossier import sections, summary
from gazetted.render.markup import dated, document, escaped, linked, time_tag
from gazetted.render.outline import REFERENCE, Entry, Line, Section
from gazetted.render.timeline import legend, picture, words_html

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment


@functools.cache
def _style() -> str:
    folder = resources.files(__package__)
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "assessment.css"))


def assessment_page(assessed: Assessment, known: Mapping[str, words.Label], totals: Mapping[str, Any]) -> str:
    """The page as text."""
    made = sections(assessed, known)
    title = f"{escaped(assessed.party.name)} on {assessed.on}"
    body = (
        '<a class="skip" href="#main">To the answer</a>',
        *_header(assessed, known, made),
        '<main id="main">',
        *_timeline(assessed, known),
        *(part for section in made for part in _section(section, assessed, known)),
        "</main>",
        f'<footer class="soft"><p>{escaped(words.foot_line(totals))} Law as known to '
        f"{time_tag(assessed.law['known_to'])}. Record {escaped(assessed.record['digest'][:12])}, law "
        f"{escaped(assessed.law['digest'][:12])}.</p></footer>",
    )
    return document(title, _style(), body)


def _header(assessed: Assessment, known: Mapping[str, words.Label], made: list[Section]) -> Iterator[str]:
    party = assessed.party
    yield f'<header class="dossier">\n<h1><bdi>{escaped(party.name)}</bdi> on {time_tag(assessed.on.isoformat())}</h1>'
    said = ["" if party.kind == "any" else party.kind, escaped(party.party)]
    if assessed.asked not in (party.party, party.name):
        said.append(f"asked as “<bdi>{escaped(assessed.asked)}</bdi>”")
    yield f'<p class="soft">{" · ".join(filter(None, said))}</p>'
    *told, advice = summary(assessed, known)
    yield f'<p class="answer">{" ".join(dated(sentence) for sentence in told)}</p>'
    yield f'<p class="advice" role="note">{escaped(advice)}</p>'
    links = "".join(f'<li><a href="#{one.key}">{escaped(one.title)}</a></li>' for one in made)
    yield f'<nav aria-label="On this page"><ul>{links}</ul></nav>\n</header>'


def _timeline(assessed: Assessment, known: Mapping[str, words.Label]) -> Iterator[str]:
    if not assessed.timeline:
        return
    yield '<section aria-labelledby="timeline-title">\n<h2 id="timeline-title">When it stood where</h2>'
    yield '<div class="scroll timeline" tabindex="0" role="region" aria-labelledby="timeline-title">'
    yield from picture(assessed, known)
    yield f'</div>\n<ul class="legend">{"".join(legend(assessed))}</ul>'
    yield from words_html(assessed, known)
    yield "</section>"


def _section(section: Section, assessed: Assessment, known: Mapping[str, words.Label]) -> Iterator[str]:
    title = f"{section.key}-title"
    yield f'<section id="{section.key}" aria-labelledby="{title}">\n<h2 id="{title}">{dated(section.title)}</h2>'
    for paragraph in section.intro:
        yield f"<p>{dated(paragraph)}</p>"
    if section.entries:
        yield f'<div class="{"cards" if section.wide else "rows"}">'
        anchors = _anchors(section, assessed)
        for entry, anchor in zip(section.entries, anchors, strict=True):
            yield from _entry(entry, anchor, known, titled=section.key == "standing")
        yield "</div>"
    yield "</section>"


def _anchors(section: Section, assessed: Assessment) -> list[str]:
    """What entries are linked by: effects and exceptions by their number, the first standing of a list by its key."""
    if section.key != "standing":
        return [entry.number.lower() for entry in section.entries]
    seen: set[str] = set()
    anchors = []
    for one in assessed.standings:
        anchors.append("" if one.list_key in seen else f"standing-{one.list_key}")
        seen.add(one.list_key)
    return anchors


def _entry(entry: Entry, anchor: str, known: Mapping[str, words.Label], *, titled: bool) -> Iterator[str]:
    place = f' id="{escaped(anchor)}"' if anchor else ""
    number = f'<span class="number">{escaped(entry.number)}</span> ' if entry.number else ""
    yield f'<article class="entry"{place}>'
    title = next((one.title for one in known.values() if one.short == entry.label), "")
    hover = f' title="{escaped(title)}"' if title and not titled else ""
    small = f"<small>{escaped(title)}</small>" if title and titled else ""
    yield f'<h3>{number}<bdi class="label"{hover}>{_marked(entry.label)}</bdi>{small}</h3>'
    if entry.head:
        yield f'<p class="{"head binds" if entry.strong else "head"}">{_marked(entry.head)}</p>'
    for line in entry.lines:
        yield _line(line)
    yield "</article>"


def _line(line: Line) -> str:
    if line.tone == "ground":
        return f'<p class="ground">{linked(line.text)}</p>'
    tone = f' class="{line.tone}"' if line.tone != "plain" else ""
    return f"<p{tone}>{_marked(line.text)}</p>"


def _marked(text: str) -> str:
    """Text, escaped, with its days marked and its references as links."""
    return REFERENCE.sub(lambda found: f'<a class="ref" href="#{found[1].lower()}">{found[1]}</a>', dated(text))
