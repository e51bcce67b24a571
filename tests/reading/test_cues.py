"""The lexicon of cues."""

from __future__ import annotations

import pytest

from gazetted.reading.cues import cues
from gazetted.reading.grammar import grammar
from gazetted.reading.speakers import nouns


@pytest.mark.parametrize(
    ("form", "lemma", "kind"),
    [
        ("said", "say", "past"),
        ("denies", "deny", "s"),
        ("denied", "deny", "past"),
        ("agreed", "agree", "past"),
        ("believing", "believe", "ing"),
        ("planning", "plan", "ing"),
        ("stresses", "stress", "s"),
        ("wrote", "write", "past"),
    ],
)
def test_forms(form: str, lemma: str, kind: str) -> None:
    cue = cues().verbs[form]
    assert (cue.lemma, cue.form) == (lemma, kind)


def test_a_word_is_in_one_class_of_small_words_and_no_common_verb_of_saying_is_one() -> None:
    assert not {"said", "told", "wrote", "according", "claim"} & grammar().classes.keys()


def test_nouns_are_given_in_the_singular() -> None:
    assert {"official", "source", "person", "people"} <= nouns().anonymous
    assert cues().nouns["claims"] == cues().nouns["claim"] == "say"
