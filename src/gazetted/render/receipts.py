"""`receipt` in a terminal and on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.markup import document
from gazetted.render.markup import escaped as _e

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.screening.lookback import LookBack
    from gazetted.screening.receipt_check import Verified
    from gazetted.screening.receipts import Receipt
    from gazetted.screening.replaying import Replay

_CHAINS = {
    "whole": "The chain is whole from the first receipt on.",
    "part": "The chain is that of a part of a log: what stood before is not in this file.",
    "none": "They stand alone, outside of a log.",
}
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
article { border-top: 1px solid; padding: .5rem 0; break-inside: avoid; }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p, ul { margin: .2rem 0; }
code { font-size: .8rem; overflow-wrap: anywhere; }
@media print { :root { color-scheme: light; font-size: 10pt; } body { margin: 0; max-width: none; } }
"""


def verified_view(path: str, found: Verified) -> Iterator[RenderableType]:
    """What a file of receipts is worth."""
    said = words.counted(found.receipts, "receipt")
    if found.problems:
        yield Text(f"{one_line(path)}: {said}, NOT as written.", style="bold")
        for problem in found.problems:
            yield Padding(Text(one_line(problem.why)), (0, 0, 0, 2))
        return
    yield Text(f"{one_line(path)}: {said}, as written.", style="bold")
    if found.key:
        yield Text(f"Each is signed by the key {found.key}.")
    elif found.signed:
        yield Text(f"{found.signed:,} carry a signature, which was not checked: give the public key with --key.")
    else:
        yield Text("They are not signed: their hashes show an accident, not a forger.")
    yield Text(_CHAINS[found.chain])
    yield Text(f"{found.first} to {found.last}; last digest {found.last_digest}", style="dim")


def replays_view(replays: Sequence[Replay]) -> Iterator[RenderableType]:
    """Each receipt, and whether its answer came again."""
    for one in replays:
        number = f"{one.number} · " if one.number is not None else ""
        verdict = "the same answer" if one.same else "ANOTHER ANSWER"
        count = words.counted(one.matches, "candidate") if one.matches else "no candidate"
        name = one_line(str(one.query.get("name")))
        yield Text(f'{number}{one.time[:19]}Z  "{name}": {verdict}, {count}', style="" if one.same else "bold")
        for difference in one.differences:
            said = f"{difference.where}: {_short(difference.then)} then, {_short(difference.now)} now"
            yield Padding(Text(one_line(said)), (0, 0, 0, 4))
    same = sum(one.same for one in replays)
    yield Text(f"{same:,} of {words.counted(len(replays), 'receipt')} gave the same answer, byte for byte.")


def lookback_view(found: Sequence[LookBack]) -> Iterator[RenderableType]:
    """What is new of past screenings."""
    new = [one for one in found if one.news]
    for one in new:
        number = f"{one.number} · " if one.number is not None else ""
        asked = f'{number}{one.time[:19]}Z  "{one.query.get("name")}" on {one.on}'
        yield Text(one_line(asked), style="bold")
        for news in one.news:
            yield Padding(Text(one_line(f"{news.match.score:.2f}  {news.why}")), (0, 0, 0, 4))
    said = words.counted(len(new), "has something new", "have something new") if new else "nothing is new"
    yield Text(f"{words.counted(len(found), 'receipt')} looked at again: {said}. A candidate is never a finding.")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:119]}…"


def receipts_page(receipts: Sequence[Receipt], since: str | None, until: str | None) -> Iterator[str]:
    """Receipts of a period as one self-contained page that prints."""
    period = f"{since or 'the beginning'} to {until or 'the end'}"
    yield document(f"Receipts, {_e(period)}", _STYLE, _body(receipts, period))


def _body(receipts: Sequence[Receipt], period: str) -> Iterator[str]:
    yield f"<h1>Receipts of screenings, {_e(period)}</h1>"
    yield f"<p>{words.counted(len(receipts), 'receipt')}. A receipt says what the engine found in these files at"
    yield " that time; it clears nobody. Each was held against its own hashes when this page was made.</p>"
    for receipt in receipts:
        yield from _article(receipt)


def _article(receipt: Receipt) -> Iterator[str]:
    query, settings, matches = receipt.query, receipt.settings, receipt.answer.get("matches", [])
    more = [f"{_e(name)}: {_e(str(value))}" for name, value in query.items() if name != "name" and value]
    yield f"<article><h2>{_e(str(query.get('name')))}</h2>"
    number = f"No. {receipt.number}, " if receipt.number is not None else ""
    yield f"<p>{number}{_e(receipt.time)} · {' · '.join(more)}</p>"
    lists = ", ".join(settings.get("lists", ())) or "all lists"
    yield f"<p>On {_e(str(settings.get('on')))}, {_e(lists)}, threshold {settings.get('threshold')}:"
    yield f" {words.counted(len(matches), 'candidate') if matches else 'no candidate'}.</p><ul>"
    for match in matches:
        stands = "; ".join(f"{one['list']} {one['status']}" for one in match["standings"])
        yield f"<li>{match['score']:.2f} {_e(match['name'])} as “{_e(match['matched_name'])}”: {_e(stands)}</li>"
    yield f"</ul><p><code>record {_e(str(receipt.record.get('digest')))} as known"
    yield f" {_e(str(receipt.record.get('known')))}<br>digest {_e(receipt.digest)}<br>"
    signed = f"signed by {_e(receipt.signature.key)}" if receipt.signature else "not signed"
    yield f"{signed}; {_e(str(receipt.engine.get('version')))}</code></p></article>"
