"""The page of a reading: one self-contained HTML file, with the article on the left and the standings beside it.

Everything that comes from the article or the record is escaped; the page runs no script, loads nothing, and its content
policy forbids both.
"""

from __future__ import annotations

import functools
import html
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from gazetted.reading.detect import READ_IN_FULL
from gazetted.reading.sentences import paragraphs
from gazetted.render import words
from gazetted.render.clean import printable
from gazetted.render.events import timeline_html
from gazetted.render.listings import listings_html
from gazetted.render.markup import dated as _dated
from gazetted.render.markup import document
from gazetted.render.markup import escaped as _e
from gazetted.render.markup import source as _source
from gazetted.render.markup import time_tag as _time
from gazetted.render.notes import margin, notes_of, paragraph
from gazetted.render.pairs import Pair, absent_words, certainty_words, marked, pairs
from gazetted.render.statements import statements_html

if TYPE_CHECKING:
    from gazetted.model.standing import Standing
    from gazetted.reading.result import PartyRead, Reading

TODAY = "Today"
Dossier = Callable[["PartyRead"], str] | None
"""Gives the address at which more is told of a party; None where there is none."""

OTHER_LANGUAGE = "not in English: parties only"
DATE_FROM = {"option": "date as given", "text": "date from the text", "metadata": "date from the page's metadata"}


@functools.cache
def _style() -> str:
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def page(reading: Reading, name: str, known: Mapping[str, words.Label], summary: Mapping[str, Any]) -> str:
    """The page as text.

    Args:
        reading: the reading.
        name: what the document is called where it has no title.
        known: labels of the lists.
        summary: counts of the record for the foot.
    """
    title = _e(reading.document.title or name)
    body = (
        '<a class="skip" href="#standings">To the standings</a>',
        *_header(reading, title),
        '<div class="columns">',
        *_article(reading, known),
        *_standings(reading, known),
        "</div>",
        f'<footer class="soft"><p>{_e(words.foot_line(summary))} A candidate is found by name alone and may be a'
        " namesake. “Today” means the newest fact that the record holds of each list.</p></footer>",
    )
    return document(f"{title} · listed parties", _style(), body)


def content(
    reading: Reading, name: str, known: Mapping[str, words.Label], dossier: Callable[[PartyRead], str]
) -> Iterator[str]:
    """What the page holds, for one that has a frame of its own.

    Args:
        reading: the reading.
        name: what the document is called where it has no title.
        known: labels of the lists.
        dossier: the address at which more is told of a party: mentions lead there.
    """
    yield from _header(reading, _e(reading.document.title or name))
    yield '<div class="columns">'
    yield from _article(reading, known, "div", dossier)
    yield from _standings(reading, known, dossier)
    yield "</div>"


def _header(reading: Reading, title: str) -> Iterator[str]:
    document = reading.document
    said = [_time(document.date), DATE_FROM[document.date_from]]
    if document.publisher:
        said.append(_e(document.publisher))
    said.append(words.counted(document.characters, "character"))
    if document.language not in (None, READ_IN_FULL):
        said.append(f"{OTHER_LANGUAGE} ({_e(str(document.language))})")
    yield f'<header>\n<h1 dir="auto">{title}</h1>\n<p class="soft">{" · ".join(said)}</p>'
    if reading.parties:
        yield "<ul>"
        for number, party in enumerate(reading.parties, 1):
            yield f'<li><a href="#party-{number}">{_e(party.name)}</a>: {_dated(_sentence(party, document.date))}</li>'
        yield "</ul>"
    else:
        yield "<p>It names no party of this record.</p>"
    yield "</header>"


def _sentence(party: PartyRead, on: str) -> str:
    then, today = _in_force(pairs(party))
    certainty = f"{certainty_words(party)}, " if certainty_words(party) else ""
    return f"{certainty}on {then or 'no'} {'list' if then == 1 else 'lists'} on {on}, on {today or 'none'} today."


def _in_force(rows: list[Pair]) -> tuple[int, int]:
    """On how many lists the party stood on the document's date, and stands today."""
    then = {pair.list_key for pair in rows if pair.then and pair.then.status in words.BINDING}
    today = {pair.list_key for pair in rows if pair.today and pair.today.status in words.BINDING}
    return len(then), len(today)


def _article(
    reading: Reading, known: Mapping[str, words.Label], tag: str = "main", dossier: Dossier = None
) -> Iterator[str]:
    yield f'<{tag} class="text">\n<h2>The article</h2>'
    source = printable(reading.text)
    mentions = [(number, one) for number, party in enumerate(reading.parties, 1) for one in party.mentions]
    places = list(marked(mentions, len(source)))
    titles = {number: _mention_title(party, reading) for number, party in enumerate(reading.parties, 1)}
    counts = {number: _in_force(pairs(party))[0] for number, party in enumerate(reading.parties, 1)}
    notes = notes_of(reading, known)
    at = place = told = 0
    for start, end in paragraphs(source):
        pieces: list[tuple[int, int, str]] = []
        place = max(place, start)  # a mention may reach over the end of its paragraph
        while at < len(places) and places[at][0] < end:
            first, last, number = places[at]
            party = reading.parties[number - 1]
            shown = _mention(source[first:last], number, party, counts[number], titles[number], dossier)
            pieces.append((first, last, shown))
            at += 1
        until = next((n for n in range(told, len(notes)) if notes[n].at > end), len(notes))
        here, told = notes[told:until], until
        yield f'<div class="para"><p>{paragraph(pieces, source, place, end, here)}</p>'
        yield from margin(here)
        yield "</div>"
        place = max(end, pieces[-1][1] if pieces else end)
    yield f"</{tag}>"


def _mention_title(party: PartyRead, reading: Reading) -> str:
    return _e(f"{party.name}: {_sentence(party, reading.document.date)}")


def _mention(text: str, number: int, party: PartyRead, count: int, title: str, dossier: Dossier) -> str:
    kind = "mention candidate" if party.certainty == "candidate" else "mention"
    place = _e(dossier(party)) if dossier else f"#party-{number}"
    return f'<a class="{kind}" href="{place}" title="{title}">{html.escape(text)}<sup>{count}</sup></a>'


def _standings(reading: Reading, known: Mapping[str, words.Label], dossier: Dossier = None) -> Iterator[str]:
    yield '<section id="standings" aria-labelledby="standings-title">'
    yield '<h2 id="standings-title">Listed parties</h2>'
    if reading.parties:
        yield (
            '<p class="soft">The small number behind a name in the article counts the lists on which the party stood'
            f" on {_dated(reading.document.date)}.</p>"
        )
    for number, party in enumerate(reading.parties, 1):
        yield from _party(number, party, reading.document.date, known, dossier)
    if reading.others:
        yield "<h3>Also named, on no list</h3>"
        yield f"<p>{', '.join(_e(other.name) for other in reading.others)}</p>"
    yield from listings_html(reading, known)
    yield from statements_html(reading.statements)
    yield from timeline_html(reading)
    if reading.dates:
        yield "<h3>Dates in the article</h3>\n<dl>"
        for found in reading.dates:
            yield f"<dt>{_e(found.text)}</dt><dd>{_time(found.iso)}</dd>"
        yield "</dl>"
    yield "</section>"


def _party(number: int, party: PartyRead, on: str, known: Mapping[str, words.Label], dossier: Dossier) -> Iterator[str]:
    said = [words.counted(len(party.mentions), "mention")]
    if party.certainty == "candidate":
        said.append(f"<strong>{certainty_words(party)}</strong>")
    if party.reason:
        said.append(_e(party.reason))
    if dossier:
        said.append(f'<a href="{_e(dossier(party))}">all that the record holds</a>')
    yield f'<article class="party" id="party-{number}" aria-labelledby="party-{number}-name">'
    yield f'<h3 id="party-{number}-name" dir="auto">{_e(party.name)}</h3>'
    yield f'<p class="soft">{" · ".join(said)}</p>'
    rows = pairs(party)
    if not rows:
        yield "<p>The record holds no standing of this party.</p>\n</article>"
        return
    label = f'tabindex="0" role="region" aria-labelledby="party-{number}-name"'
    yield f'<div class="scroll" {label}>\n<table>\n<thead><tr><th scope="col">List</th>'
    yield f'<th scope="col">On {_time(on)}</th><th scope="col">{TODAY}</th></tr></thead>\n<tbody>'
    for pair in rows:
        title = known[pair.list_key].title if pair.list_key in known else ""
        small = f"<small>{_e(title)}</small>" if title else ""
        yield f'<tr><th scope="row">{_e(words.label(pair.list_key, known))}{small}</th>'
        absent = absent_words(pair, rows)
        yield _cell(pair.then, party.name, f"On {on}", None, absent)
        yield _cell(pair.today, party.name, TODAY, pair.then, absent) + "</tr>"
    yield "</tbody>\n</table>\n</div>\n</article>"


def _cell(standing: Standing | None, party_name: str, label: str, before: Standing | None, absent: str) -> str:
    """A standing with its ground and its doubt; what the cell before says in the same words is not said again."""
    opening = f'<td data-label="{_e(label)}">'
    if standing is None:
        return f"{opening}<span>{absent}</span></td>"
    mark = words.doubt_mark(standing.confidence, standing.unconfirmed)
    binds = ' class="binds"' if standing.status in words.BINDING else ""
    parts = [f"<span{binds}>{_dated(words.status_words(standing))}</span>"]
    if doubt := " ".join(filter(None, (mark, standing.doubt))):
        parts.append(f'<span class="doubt">{_dated(doubt)}</span>')
    details = (words.name_words(standing, party_name), words.programme_words(standing.programmes))
    told = (words.name_words(before, party_name), words.programme_words(before.programmes)) if before else ()
    parts.extend(f"<span>{_e(line)}</span>" for line in details if line and line not in told)
    if before is None or (before.instrument, before.source) != (standing.instrument, standing.source):
        parts.append(f"<small>{_e(standing.instrument or 'act not recorded')}; {_source(standing.source)}</small>")
    if label == TODAY:
        parts.append(f"<small>{_dated(words.newest_words(standing))}</small>")
    return opening + "".join(parts) + "</td>"
