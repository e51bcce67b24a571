"""The report of an article as Markdown: the same order as in the terminal, for a file or a ticket.

What comes from the article or the record is escaped, so that it is never taken for a mark, a link or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.events import who_words
from gazetted.render.listings import MARKS, chain_words, claim_details, claim_words, shown_claims, signal_words
from gazetted.render.pairs import Pair, absent_words, certainty_words, pairs
from gazetted.render.reading import cell_details, document_words, others_words
from gazetted.render.statements import by_speaker, content_words, count_words

if TYPE_CHECKING:
    from gazetted.model.standing import Standing
    from gazetted.reading.result import PartyRead, Reading

_MARK = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def markdown(reading: Reading, name: str, known: Mapping[str, words.Label], summary: Mapping[str, Any]) -> str:
    """The report as Markdown.

    Args:
        reading: the reading.
        name: what the document is called where it has no title.
        known: labels of the lists.
        summary: counts of the record for the last line.
    """
    return "\n".join(_lines(reading, name, known, summary)) + "\n"


def _lines(reading: Reading, name: str, known: Mapping[str, words.Label], summary: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {_safe(reading.document.title or name)}\n"
    yield f"{_safe(document_words(reading.document))}\n"
    if not reading.parties:
        yield "It names no party of this record.\n"
    for party in reading.parties:
        yield from _party(party, reading.document.date, known)
    if reading.others:
        yield f"{_safe(others_words(reading, everyone=True))}\n"
    yield from _listings(reading, known)
    yield from _events(reading)
    yield from _statements(reading)
    yield f"---\n\n{_safe(words.foot_line(summary))}"


def _party(party: PartyRead, on: str, known: Mapping[str, words.Label]) -> Iterator[str]:
    said = [words.counted(len(party.mentions), "mention"), certainty_words(party)]
    yield f"## {_safe(party.name)}\n"
    yield _safe(" · ".join(part for part in said if part)) + "\n"
    rows = pairs(party)
    if not rows:
        yield "The record holds no standing of this party.\n"
        return
    yield f"| List | On {_safe(on)} | Today |\n|---|---|---|"
    for pair in rows:
        yield f"| {_safe(words.label(pair.list_key, known))} | {_cell(pair.then, party, pair, rows)}" + (
            f" | {_cell(pair.today, party, pair, rows)} |"
        )
    yield ""


def _cell(standing: Standing | None, party: PartyRead, pair: Pair, rows: list[Pair]) -> str:
    if standing is None:
        return _safe(absent_words(pair, rows))
    return _safe("; ".join([words.with_doubt(standing), *cell_details(standing, party.name)]))


def _listings(reading: Reading, known: Mapping[str, words.Label]) -> Iterator[str]:
    if reading.signals:
        yield "## Signals\n"
        for signal in reading.signals:
            said = _safe(signal_words(signal, reading, known))
            yield f"- **{said}** · {signal.stage}: “{_safe(signal.trigger.text)}”"
            yield from (f"  - {_safe(line)}" for line in (chain_words(signal.chain), signal.note) if line)
        yield ""
    if claims := shown_claims(reading, full=False):
        yield "## Claims\n"
        for claim in claims:
            said = f"{_safe(claim_words(claim, reading, known))}: “{_safe(claim.text)}”"
            yield f"- **{MARKS[claim.verdict]} {claim.verdict}** · {said}"
            yield from (f"  - {_safe(line)}" for line in claim_details(claim))
        yield ""


def _events(reading: Reading) -> Iterator[str]:
    for flaw in reading.inconsistencies:
        yield f"- **! inconsistent** · “{_safe(flaw.text)}”: {_safe(flaw.note)}"
    if reading.inconsistencies:
        yield ""
    if reading.timeline:
        yield "## Timeline\n"
        for one in reading.timeline:
            yield f"- **{_safe(one.date)}** {_safe(one.text)} — {_safe(who_words(one, reading))}"
        yield ""


def _statements(reading: Reading) -> Iterator[str]:
    if not reading.statements:
        return
    yield f"## Statements: {_safe(count_words(reading.statements))}\n"
    for group in by_speaker(reading.statements):
        yield f"- {_safe(chain_words(group[0].chain))}"
        yield from (f"  - {_safe(one.cue.text)}: {_safe(content_words(one))}" for one in group)
    yield ""


def _safe(text: str) -> str:
    """Text on one line whose signs mean nothing in Markdown."""
    return _MARK.sub(r"\\\1", one_line(text))
