from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.measures import measure_after, measure_before, noun_measure
from gazetted.reading.scene import Scene

SceneOf = Callable[..., Scene]


@pytest.mark.parametrize(
    ("text", "noun", "parties", "pronoun", "codes"),
    [
        ("The ban on Hamas.", "ban", ["hamas"], "", ()),
        ("Hamas's US designation.", "designation", ["hamas"], "", ("US",)),
        ("Its terrorist designation.", "designation", [], "its", ()),
        ("The terror designation from HTS.", "designation", ["hayat-tahrir-al-sham"], "", ()),
        ("UN sanctions on Hamas.", "sanctions", ["hamas"], "", ("UN",)),
    ],
)
def test_listings_as_things(
    scene_of: SceneOf, text: str, noun: str, parties: list[str], pronoun: str, codes: tuple[str, ...]
) -> None:
    scene = scene_of(text)
    found = noun_measure(scene, scene.low.index(noun))
    assert found is not None
    assert ([one.party for one in found.parties], found.pronoun, found.codes) == (parties, pronoun, codes)


def test_a_ban_on_something_else_is_none(scene_of: SceneOf) -> None:
    scene = scene_of("A ban on Hamas flags was lifted.")
    assert noun_measure(scene, scene.low.index("ban")) is None


def test_as_object_and_as_subject(scene_of: SceneOf) -> None:
    scene = scene_of("They lifted the sanctions on Hamas.")
    found = measure_after(scene, 2)
    assert found is not None
    assert found.scope == "sanctions"
    scene = scene_of("The sanctions on Hamas were lifted.")
    found = measure_before(scene, scene.low.index("were"))
    assert found is not None
    assert found.parties[0].party == "hamas"
