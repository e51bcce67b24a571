"""Signals and claims as the terminal and the page show them."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from gazetted.reading.result import Claim, DocumentInfo, PartyRead, Reading, Signal, Span
from gazetted.render.listings import claim_words, listings_html, listings_view, signal_words


def _claim(verdict: Any, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "start": 0,
        "end": 6,
        "text": "banned",
        "authority": "US/UK",
        "list_key": "us.fto",
        "party": "hamas",
        "says": "listed",
        "when": "1997",
        "said_by": ("this article",),
        "verdict": verdict,
    }
    return Claim(**(fields | more))


def _signal(stage: Any, direction: Any = "delist", **more: Any) -> Signal:
    fields: dict[str, Any] = {
        "authority": "US",
        "list_key": "us.fto",
        "party": "hamas",
        "hedge": "",
        "chain": ("this article", "BBC <b>"),
        "trigger": Span(0, 6, "banned"),
        "date": "2024-12-09",
    }
    return Signal(stage=stage, direction=direction, **(fields | more))


def _reading(claims: tuple[Claim, ...] = (), signals: tuple[Signal, ...] = ()) -> Reading:
    info = DocumentInfo(None, None, "2024-12-09", "option", "", 6)
    party = PartyRead("hamas", "Hamas", "identified", "", (), (), ())
    return Reading(info, (party,), (), (), {}, "banned", claims=claims, signals=signals)


def _printed(reading: Reading, *, full: bool = False) -> str:
    console = Console(width=80, color_system=None, record=True, file=None, quiet=False)
    with console.capture() as capture:
        for part in listings_view(reading, {}, full=full):
            console.print(part)
    return capture.get()


def test_a_verdict_stands_in_words_and_what_is_contradicted_comes_first() -> None:
    shown = _printed(_reading((_claim("supported"), _claim("contradicted", note="Listed on 2001-01-01, not 1997."))))
    assert shown.index("✗ contradicted") < shown.index("✓ supported")
    assert "Listed on 2001-01-01, not 1997." in shown


def test_what_is_only_taken_for_granted_is_shown_in_full_alone() -> None:
    reading = _reading((_claim("supported", presupposed=True),))
    assert _printed(reading) == ""
    assert "taken for granted" in _printed(reading, full=True)


@pytest.mark.parametrize(
    ("stage", "direction", "words"),
    [
        ("considered", "delist", "US may delist Hamas"),
        ("urged", "list", "US is urged to list Hamas"),
        ("announced", "maintain", "US is to keep Hamas listed"),
        ("effective", "maintain", "US keeps Hamas listed"),
        ("effective", "delist", "US has delisted Hamas"),
        ("rejected", "list", "US: refused to list Hamas"),
        ("struck down", "delist", "a court strikes down the US listing of Hamas"),
    ],
)
def test_a_signal_as_a_sentence(stage: str, direction: str, words: str) -> None:
    assert signal_words(_signal(stage, direction, list_key=None), _reading(), {}) == words


def test_claims_as_sentences() -> None:
    assert claim_words(_claim("supported", list_key=None), _reading(), {}) == "Hamas listed by US, UK, 1997"
    alias = _claim("supported", list_key=None, says="alias of", of="hamas", authority=None, when=None)
    assert claim_words(alias, _reading(), {}) == "Hamas a name of the same entry"


def test_the_page_says_the_verdict_in_words_and_escapes_everything() -> None:
    page = "".join(listings_html(_reading((_claim("not in record", text="<i>"),), (_signal("urged"),)), {}))
    assert "– not in record" in page
    assert "BBC &lt;b&gt;" in page
    assert "<i>" not in page
    assert "".join(listings_html(_reading(), {})) == ""
