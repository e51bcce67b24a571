"""What of a reading is kept."""

from __future__ import annotations

import pytest

from gazetted.reading.keeping import LONGEST, MOST, kept_form, source_and_voice
from gazetted.reading.result import (
    DocumentInfo,
    Mention,
    PartyRead,
    Reading,
    Signal,
    Span,
    Speaker,
    Statement,
)

TEXT = "The Front may be unbanned, Emil Orso said. The weather is fine, he added."


def _reading(publisher: str | None = "Daily A", count: int = 1, certainty: str = "identified") -> Reading:
    front = Mention(4, 9, "Front", "name")
    party = PartyRead("harbour-front", "Harbour Front", certainty, "", (front,), (), ())  # type: ignore[arg-type]
    orso = Speaker("Emil Orso", "named")
    chain = (publisher or "this article", "Emil Orso")
    statements = (
        Statement(orso, chain, Span(37, 41, "said"), Span(0, 25, TEXT[0:25]), "indirect"),
        Statement(orso, chain, Span(67, 72, "added"), Span(43, 62, TEXT[43:62]), "indirect"),
    )
    signal = Signal(
        authority="AA", list_key="aa.banned", party="harbour-front", direction="delist", stage="considered",
        hedge="may", chain=chain, trigger=Span(10, 25, TEXT[10:25]), date="2025-05-01",
    )  # fmt: skip
    info = DocumentInfo("T" * 2000, publisher, "2025-05-01", "option", "ab" * 32, len(TEXT))
    return Reading(
        document=info, parties=(party,), others=(), dates=(), record={}, text=TEXT, statements=statements,
        signals=(signal,) * count,
    )  # fmt: skip


def test_signals_are_kept_with_their_source_and_voice() -> None:
    kept = kept_form(_reading(), source="a.txt", reader="1")
    (signal,) = kept.signals
    assert (signal.source, signal.voice, signal.words) == ("Daily A", "Emil Orso", "may be unbanned")
    assert (kept.sha256, kept.date, kept.source, kept.reader) == ("ab" * 32, "2025-05-01", "a.txt", "1")
    assert kept.title is not None
    assert len(kept.title) == LONGEST


def test_only_statements_that_name_a_party_for_certain_are_kept() -> None:
    (statement,) = kept_form(_reading(), source="", reader="1").statements
    assert (statement.parties, statement.content) == (("harbour-front",), "The Front may be unbanned")
    assert kept_form(_reading(certainty="candidate"), source="", reader="1").statements == ()


def test_an_article_without_a_publisher_is_called_by_its_file() -> None:
    (signal,) = kept_form(_reading(None), source="a.txt", reader="1").signals
    assert (signal.chain, signal.source) == (("a.txt", "Emil Orso"), "a.txt")


def test_a_document_cannot_flood_the_record() -> None:
    assert len(kept_form(_reading(count=MOST + 5), source="", reader="1").signals) == MOST


@pytest.mark.parametrize(
    ("chain", "kinds", "expected"),
    [
        (("Daily A",), {}, ("Daily A", None)),
        (("Daily A", "The Washington Post"), {}, ("The Washington Post", None)),
        (("Daily A", "Quay Times", "Orso"), {"Quay Times": "outlet", "Orso": "named"}, ("Quay Times", "Orso")),
        (("Daily A", "BBC", "a man", "the Front"), {"a man": "anonymous"}, ("BBC", None)),
        (("Daily A", "Orso", "Reuters"), {"Orso": "named"}, ("Reuters", None)),
    ],
)
def test_source_and_voice_of_a_chain(
    chain: tuple[str, ...], kinds: dict[str, str], expected: tuple[str, str | None]
) -> None:
    assert source_and_voice(chain, kinds) == expected
