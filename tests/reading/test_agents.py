from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.agents import agent_of, followers
from gazetted.reading.frames import find_acts
from gazetted.reading.scene import Scene

SceneOf = Callable[..., Scene]


@pytest.mark.parametrize(
    ("text", "codes", "explicit"),
    [
        ("Hamas was designated by the US, Turkey and the UN.", ("US", "Turkey", "UN"), True),
        ("Germany urged the EU to blacklist Hamas.", ("EU",), True),
        ("Hamas is banned in India.", ("India",), True),
        ("Iran's Quds Force was designated.", ("?",), False),
        ("In Britain, Hamas was outlawed.", ("UK",), True),
        ("Hamas was designated a Foreign Terrorist Organization.", ("US",), True),
        ("Canada and the United States listed Hamas.", ("Canada", "US"), True),
        ("Hamas is banned in Canada, Australia and New Zealand.", ("Canada", "Australia", "New Zealand"), True),
        ("The EU, unlike the US, has listed Hamas.", ("EU",), True),
        ("The UN followed Washington in listing Hamas.", ("UN",), True),
        ("Germany's interior ministry outlawed Hezbollah.", ("DE",), True),
        ("Swiss lawmakers rejected a motion to outlaw Hezbollah.", ("CH",), True),
    ],
)
def test_authorities_of_an_act(scene_of: SceneOf, text: str, codes: tuple[str, ...], explicit: bool) -> None:
    scene = scene_of(text)
    (act,) = find_acts(scene)
    agent = agent_of(scene, act, "?")
    assert agent is not None
    assert (agent.codes, agent.explicit) == (codes, explicit)


def test_what_a_party_does_is_no_act_of_an_authority(scene_of: SceneOf) -> None:
    scene = scene_of("The Taliban blacklisted Boko Haram in the US.")
    (act,) = find_acts(scene)
    assert agent_of(scene, act, "US") is None


def test_those_who_are_asked_and_not_named_are_nobody(scene_of: SceneOf) -> None:
    scene = scene_of("Turkey urged its allies not to delist Hamas.")
    (act,) = find_acts(scene)
    assert agent_of(scene, act, "US") is None


def test_those_who_did_the_same(scene_of: SceneOf) -> None:
    scene = scene_of("Hamas was listed by Britain in July 2015 and by Canada in May 2016.")
    (act,) = find_acts(scene)
    assert [(code, day.iso if day else None) for code, day in followers(scene, act)] == [("Canada", "2016-05")]
    scene = scene_of("The US designated Hamas in 1997 and the European Union in 2001.")
    (act,) = find_acts(scene)
    assert [(code, day.iso if day else None) for code, day in followers(scene, act)] == [("EU", "2001")]


def test_those_who_followed(scene_of: SceneOf) -> None:
    scene = scene_of("The UN designated Hamas in 2015, followed by the US in 2018.")
    (act,) = find_acts(scene)
    assert [(code, day.iso if day else None) for code, day in followers(scene, act)] == [("US", "2018")]
