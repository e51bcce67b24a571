from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.arguments import (
    included_after,
    object_after,
    parties_of,
    pronoun_at,
    stands_alone,
    subject_before,
)
from gazetted.reading.scene import Scene

SceneOf = Callable[..., Scene]


@pytest.mark.parametrize(
    ("text", "verb", "parties"),
    [
        ("The US removed the Iranian group Mujahedin-e Khalq.", "removed", ["mujahedin-e-khalq"]),
        ("The US listed Hamas, Hezbollah and the PKK.", "listed", ["hamas", "hizballah", "pkk"]),
        ("The EU listed the military wing of Hezbollah.", "listed", ["hizballah"]),
        ("The US sanctioned bankers who paid Hamas.", "sanctioned", []),
        ("Police removed Hamas flags.", "removed", []),
        ("The UN listed grievances against Hamas.", "listed", []),
        ("It listed the Quds Force, the overseas arm of the IRGC.", "listed", ["irgc-qods-force"]),
    ],
)
def test_objects(scene_of: SceneOf, text: str, verb: str, parties: list[str]) -> None:
    scene = scene_of(text)
    found, _ = object_after(scene, scene.low.index(verb) + 1)
    assert [one.party for one in parties_of(found)] == parties


@pytest.mark.parametrize(
    ("text", "verb", "parties"),
    [
        ("Hamas and Hezbollah were listed.", "were", ["hamas", "hizballah"]),
        ("Hamas (which fights) was listed.", "was", []),
        ("Hamas, which was listed, fights.", "was", ["hamas"]),
        ("HTS, which was once tied to Al-Qaeda and remains listed, rules.", "remains", ["hayat-tahrir-al-sham"]),
        ("The friend of Hamas was listed.", "was", []),
    ],
)
def test_subjects(scene_of: SceneOf, text: str, verb: str, parties: list[str]) -> None:
    scene = scene_of(text)
    assert [one.party for one in subject_before(scene, scene.low.index(verb))] == parties


def test_a_name_inside_a_longer_noun_does_not_stand_alone(scene_of: SceneOf) -> None:
    scene = scene_of("Hamas flags were seen; Hamas fights.")
    assert not stands_alone(scene, 1)


def test_examples_and_pronouns(scene_of: SceneOf) -> None:
    scene = scene_of("Canada listed seven groups, among them Hamas and Hezbollah.")
    assert [one.party for one in included_after(scene, 2)] == ["hamas", "hizballah"]
    scene = scene_of("Hamas: the group, or it.")
    assert [pronoun_at(scene, scene.low.index(word)) for word in ("the", "it", "or")] == ["group", "it", ""]
