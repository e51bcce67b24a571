"""Names and words brought to their forms all at once come out as one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.text.normal import normalise, normalise_all
from gazetted.text.skeleton import skeleton, skeletons_of

WORDS = st.text("abdefhghcikstwxyzqpru07", max_size=9) | st.text(max_size=4) | st.sampled_from(["abdullah", "yh"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_skeletons_of_many_words(words: list[str]) -> None:
    assert skeletons_of(words) == {word: skeleton(word) for word in words}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("aB.C &'-\n\t\x00é", max_size=9) | st.text(max_size=6), max_size=8))
def test_normal_forms_of_many_names(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text) for text in texts]
