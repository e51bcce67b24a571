from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.text.tokens import core_tokens, is_article, name_tokens


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("ash-Shabaab", ("shabaab",)),
        ("al-Shabaab", ("shabaab",)),
        ("Usama bin Ladin", ("usama", "ladin")),
        ("Lashkar-e-Tayyiba", ("lashkar", "tayyiba")),
        ("Li Wu", ("li", "wu")),
        ("Hans O Friedrich", ("hans", "o", "friedrich")),
        ("The Of", ("the", "of")),
    ],
)
def test_core(name: str, core: tuple[str, ...]) -> None:
    assert core_tokens(name_tokens(name)) == core


def test_assimilated_article_only_before_its_sound() -> None:
    assert is_article("an", "nusra")
    assert not is_article("an", "important")


@given(st.lists(st.text(alphabet="abdelshr", min_size=1, max_size=6), min_size=1, max_size=8))
def test_core_is_a_part_in_order_and_never_empty(tokens: list[str]) -> None:
    core = core_tokens(tuple(tokens))
    rest = iter(tokens)
    assert core
    assert all(token in rest for token in core)
