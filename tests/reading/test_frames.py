from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.frames import find_acts
from gazetted.reading.scene import Scene

SceneOf = Callable[..., Scene]


@pytest.mark.parametrize(
    ("text", "direction", "parties"),
    [
        ("Britain proscribed Hamas.", "list", ["hamas"]),
        ("They re-designated Hamas.", "list", ["hamas"]),
        ("They de-listed Hamas.", "delist", ["hamas"]),
        ("The US put Hamas on its terrorist list.", "list", ["hamas"]),
        ("The US took Hamas off its terrorist list.", "delist", ["hamas"]),
        ("Hamas came off the terrorist list.", "delist", ["hamas"]),
        ("Hamas remains on the terrorist list.", "maintain", ["hamas"]),
        ("The EU kept Hamas on its terrorist list.", "maintain", ["hamas"]),
        ("The US lifted sanctions on Hamas.", "delist", ["hamas"]),
        ("The US labelled Hamas a terrorist organisation.", "list", ["hamas"]),
        ("The removal of Hamas from the terrorist list.", "delist", ["hamas"]),
        ("Hamas's delisting.", "delist", ["hamas"]),
        ("Hamas is under EU sanctions.", "list", ["hamas"]),
    ],
)
def test_acts(scene_of: SceneOf, text: str, direction: str, parties: list[str]) -> None:
    (act,) = find_acts(scene_of(text))
    assert (act.direction, [one.party for one in act.parties]) == (direction, parties)


@pytest.mark.parametrize(
    "text",
    [
        "Hamas removed a checkpoint.",
        "She was removed from the squad list by Hamas.",
        "Hamas was banned from driving.",
        "Hamas was listed on the stock exchange.",
        "They labelled Hamas a nuisance.",
        "Hamas put the sofa on the balcony.",
        "The US lifted a ban on lorries.",
    ],
)
def test_other_meanings_are_no_acts(scene_of: SceneOf, text: str) -> None:
    assert [act for act in find_acts(scene_of(text)) if act.parties] == []


def test_one_verb_for_two_lists(scene_of: SceneOf) -> None:
    scene = scene_of("Canada took Hamas off its terrorist list and Hezbollah off the sanctions list.")
    assert [[one.party for one in act.parties] for act in find_acts(scene)] == [["hamas"], ["hizballah"]]
