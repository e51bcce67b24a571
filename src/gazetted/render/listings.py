"""Signals and claims of an article, for the terminal and for the page: who may be listed or delisted, what is true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.markup import dated, escaped

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.reading.result import Claim, Reading, Signal

MARKS = {"supported": "✓", "contradicted": "✗", "not in record": "–"}
STYLES = {"supported": "green", "contradicted": "bold red", "not in record": ""}
_VERBS = {"list": "list", "delist": "delist", "maintain": "keep"}
_TENSES = {"considered": "may", "urged": "is urged to", "announced": "is to", "signed": "is to", "published": "is to"}


def listings_view(reading: Reading, known: Mapping[str, words.Label], *, full: bool) -> Iterator[RenderableType]:
    """Signals and claims for the terminal.

    Args:
        reading: the reading.
        known: labels of the lists.
        full: show also what the article only takes for granted.
    """
    if reading.signals:
        yield Text("SIGNALS", style="bold")
        for signal in reading.signals:
            yield _heading("?", signal_words(signal, reading, known), signal.stage)
            yield _below(f'"{one_line(signal.trigger.text)}"')
            yield _below(chain_words(signal.chain))
            if signal.note:
                yield _below(one_line(signal.note))
        yield Text()
    claims = shown_claims(reading, full=full)
    if claims:
        yield Text("CLAIMS", style="bold")
        for claim in claims:
            verdict = f"{MARKS[claim.verdict]} {claim.verdict}"
            line = Text(verdict, style=STYLES[claim.verdict])
            line.append(f" · {claim_words(claim, reading, known)}", style="default")
            yield line
            yield _below(f'"{one_line(claim.text)}"')
            for said in claim_details(claim):
                yield _below(said)
        yield Text()


def listings_html(reading: Reading, known: Mapping[str, words.Label]) -> Iterator[str]:
    """Signals and claims for the page; verdicts stand in words, colour only repeats them."""
    if reading.signals:
        yield '<h3 id="signals">Signals of change</h3>\n<ul class="listings">'
        for signal in reading.signals:
            yield f"<li><strong>{escaped(signal_words(signal, reading, known))}</strong> · {escaped(signal.stage)}"
            yield f"<q>{escaped(signal.trigger.text)}</q><small>{escaped(chain_words(signal.chain))}</small>"
            note = f"<span>{dated(signal.note)}</span>" if signal.note else ""
            yield f"{note}</li>"
        yield "</ul>"
    claims = shown_claims(reading, full=True)
    if claims:
        yield '<h3 id="claims">Claims about listings</h3>\n<ul class="listings">'
        for claim in claims:
            kind = claim.verdict.replace(" ", "-")
            yield f'<li><strong class="verdict {kind}">{MARKS[claim.verdict]} {claim.verdict}</strong>: '
            yield f"{dated(claim_words(claim, reading, known))}<q>{escaped(claim.text)}</q>"
            yield "".join(f"<small>{dated(line)}</small>" for line in claim_details(claim)) + "</li>"
        yield "</ul>"


def shown_claims(reading: Reading, *, full: bool) -> list[Claim]:
    """Claims to show, those that the record contradicts first."""
    shown = [one for one in reading.claims if full or not one.presupposed or one.verdict == "contradicted"]
    return sorted(shown, key=lambda one: one.verdict != "contradicted")


def signal_words(signal: Signal, reading: Reading, known: Mapping[str, words.Label]) -> str:
    """What a signal says, as a sentence without its end: "US may delist Hamas (US FTO)"."""
    name = _name(signal.party, reading)
    where = f" ({words.label(signal.list_key, known)})" if signal.list_key else ""
    if signal.direction == "maintain":
        where = f" listed{where}"
    if signal.stage == "struck down":
        return f"a court strikes down the {signal.authority} listing of {name}{where}"
    if signal.stage == "rejected":
        return f"{signal.authority}: refused to {_VERBS[signal.direction]} {name}{where}"
    if signal.stage == "effective":
        done = {"list": "has listed", "delist": "has delisted", "maintain": "keeps"}[signal.direction]
        return f"{signal.authority} {done} {name}{where}"
    return f"{signal.authority} {_TENSES[signal.stage]} {_VERBS[signal.direction]} {name}{where}"


def claim_words(claim: Claim, reading: Reading, known: Mapping[str, words.Label]) -> str:
    """What a claim says: "Hamas listed by US in 1997 (US FTO)"."""
    by = f" by {claim.authority.replace('/', ', ')}" if claim.authority else ""
    if claim.of and claim.says != "alias of":
        said = f"{_name(claim.party, reading)} {claim.says} {_name(claim.of, reading)}"
    elif claim.says == "alias of":
        other = _name(claim.of, reading) if claim.of and claim.of != claim.party else "the same entry"
        said = f"{_name(claim.party, reading)} a name of {other}{by}"
    else:
        said = f"{_name(claim.party, reading)} {claim.says}{by}"
    when = f", {claim.when}" if claim.when else ""
    where = f" ({words.label(claim.list_key, known)})" if claim.list_key else ""
    return one_line(f"{said}{when}{where}")


def claim_details(claim: Claim) -> list[str]:
    """What a reader should know of a claim besides its verdict."""
    said = [one_line(claim.note)] if claim.note else []
    if len(claim.said_by) > 1:
        said.append(chain_words(claim.said_by))
    if claim.presupposed:
        said.append("taken for granted, not said")
    return said


def chain_words(chain: Sequence[str]) -> str:
    """Who reports whom: "this article ← BBC ← a minister"."""
    return " ← ".join(one_line(link) for link in chain)


def _name(party: str | None, reading: Reading) -> str:
    return next((one_line(one.name) for one in reading.parties if one.party == party), one_line(party or ""))


def _heading(mark: str, said: str, stage: str) -> Text:
    return Text.assemble((f"{mark} {said}", "bold"), f" · {stage}")


def _below(line: str) -> Padding:
    return Padding(Text(line), (0, 0, 0, 4))
