from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import DocumentError
from gazetted.reading.result import Reading

_PIECES = st.sampled_from(
    (
        *(
            "HTS",
            "Hamas",
            "the PKK",
            "it",
            "the group",
            "Cuba",
            "the US",
            "the EU",
            "Britain",
            "the UN",
            "a court",
            "and",
        ),
        *(
            "has",
            "not",
            "was",
            "been",
            "will",
            "would",
            "to",
            "no longer",
            "considering",
            "urged",
            "ruled out",
            "if",
            "that",
        ),
        *(
            "designated",
            "list",
            "lists",
            "remove",
            "removed",
            "removing",
            "from",
            "off",
            "on",
            "its",
            "terror list",
            "ban",
        ),
        *(
            "sanctions on",
            "lifted",
            "upheld",
            "as a terrorist group",
            "as an alias of",
            "in 2017",
            "since 2001",
            ",",
            ".",
        ),
        *(
            "re-",
            "de-",
            "?",
            "“",
            "”",
            "(",
            ")",
            "state sponsors of terrorism",
            "remains",
            "under",
            "which",
            "’s",
            "n’t",
        ),
        *("no change", "reversed it", "followed by", "including", "known as", "said", "İ", "ß", "\u200f", "1,000"),
    )
)


@settings(max_examples=150)
@given(text=st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map(" ".join)))
def test_any_text_gives_an_answer_whose_offsets_are_true(read_text: Callable[..., Reading], text: str) -> None:
    if not text.strip() or "\0" in text:
        return
    try:
        found = read_text(text)
    except DocumentError:
        return
    for claim in found.claims:
        assert found.text[claim.start : claim.end] == claim.text
        assert claim.text
        assert claim.said_by
    for signal in found.signals:
        trigger = signal.trigger
        assert found.text[trigger.start : trigger.end] == trigger.text
        assert trigger.text
        assert signal.chain
    assert found.to_dict()["claims"] is not None


def test_a_text_that_names_nobody_has_none(read_text: Callable[..., Reading]) -> None:
    found = read_text("The US removed the tariffs from its list of demands.")
    assert (found.claims, found.signals) == ((), ())


@pytest.mark.parametrize("text", ["The US will remove Cuba from its list of state sponsors of terrorism."])
def test_states_are_read_beside_their_list(read_text: Callable[..., Reading], text: str) -> None:
    (signal,) = read_text(text, "2025-01-14").signals
    assert (signal.party, signal.list_key, signal.stage) == ("cuba", "us.state-sponsors", "announced")


def test_a_long_hostile_text_takes_linear_time(read_text: Callable[..., Reading]) -> None:
    # One sentence without an end: a step that is quadratic in its acts, lists or parties would take minutes.
    piece = "the US is considering whether to remove Hamas, HTS and the PKK from its terror list of 2017, and "
    found = read_text("Yes, " + piece * 3000)
    assert len(found.signals) > 100
