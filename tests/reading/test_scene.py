from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.scene import Scene, scenes, speaks_of_sponsors
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize

SceneOf = Callable[..., Scene]


@pytest.mark.parametrize(
    ("text", "codes", "scope", "bare"),
    [
        ("HTS is on the US terrorist list.", ("US",), "terror", False),
        ("HTS left its list of designated terrorist organizations.", (), "terror", False),
        ("HTS is on the UN sanctions list.", ("UN",), "sanctions", False),
        ("HTS is on the list.", (), "any", True),
        ("HTS is on the EU's terrorism blacklist.", ("EU",), "terror", False),
        ("HTS was added to the FTO.", ("US",), "any", False),
    ],
)
def test_lists_spoken_of(scene_of: SceneOf, text: str, codes: tuple[str, ...], scope: str, bare: bool) -> None:
    (found,) = scene_of(text).lists
    assert (found.codes, found.scope, found.bare) == (codes, scope, bare)


@pytest.mark.parametrize(
    "text", ["HTS wrote a guest list.", "HTS lists demands.", "HTS is on the list of topics.", "They want to list HTS."]
)
def test_other_lists_are_none(scene_of: SceneOf, text: str) -> None:
    assert scene_of(text).lists == ()


def test_states_are_parties_only_beside_the_sponsors_of_terrorism() -> None:
    def named(text: str) -> list[str]:
        tokens = tokenize(text)
        found = scenes(tokens, split_sentences(text, tokens), (), (), {"cuba": "cuba"})
        return [one.party for scene in found for one in scene.parties]

    assert named("Cuba is no state sponsor of terrorism.") == ["cuba"]
    assert named("Cuba is an island.") == []
    assert speaks_of_sponsors(["state", "sponsors"])
