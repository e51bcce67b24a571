from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.scene import Scene
from gazetted.reading.states import find_states


@pytest.mark.parametrize(
    ("text", "parties", "codes", "terror"),
    [
        ("The proscribed group National Action met.", ["national-action"], ("UK",), False),
        (
            "It is tied to Hamas and Hezbollah, two listed entities in Canada.",
            ["hamas", "hizballah"],
            ("Canada",),
            False,
        ),
        ("The terrorist group Hamas met.", ["hamas"], (), True),
        ("A US-designated terrorist organisation, Hamas, met.", [], (), False),
    ],
)
def test_listings_by_the_way(
    scene_of: Callable[..., Scene], text: str, parties: list[str], codes: tuple[str, ...], terror: bool
) -> None:
    found = list(find_states(scene_of(text), None, False))
    assert [one.party for state in found for one in state.parties] == parties
    assert all((state.codes, state.terror) == (codes, terror) for state in found)


def test_other_names_and_those_who_are_joined(scene_of: Callable[..., Scene]) -> None:
    (state,) = find_states(scene_of("The Islamic State of Iraq (later known as ISIS) met."), None, False)
    assert (state.says, state.by) == ("alias of", ("Islamic State of Iraq", "ISIS"))
    scene = scene_of("They join Hamas and Boko Haram.")
    assert [one.party for state in find_states(scene, None, True) for one in state.parties] == ["hamas", "boko-haram"]
    assert list(find_states(scene, None, False)) == []


def test_a_denied_label_is_none(scene_of: Callable[..., Scene]) -> None:
    assert list(find_states(scene_of("It is not a designated terrorist group, Hamas said."), None, False)) == []
