from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.scene import Scene
from gazetted.reading.verbs import group_of, verb_table


@pytest.mark.parametrize(
    ("text", "verb", "form", "passive", "negated"),
    [
        ("The US designated Hamas.", "designated", "finite", False, False),
        ("Hamas was formally designated.", "designated", "finite", True, False),
        ("The US has not yet designated Hamas.", "designated", "perfect", False, True),
        ("Hamas had been designated.", "designated", "pluperfect", True, False),
        ("The US will not designate Hamas.", "designate", "modal", False, True),
        ("It wants to designate Hamas.", "designate", "infinitive", False, False),
        ("It is designating Hamas.", "designating", "progressive", False, False),
        ("After designating Hamas it left.", "designating", "gerund", False, False),
        ("Hamas, designated in 1997, fights.", "designated", "reduced", True, False),
        ("Hamas is no longer designated.", "designated", "present", True, False),
        ("The US doesn’t designate Hamas.", "designate", "finite", False, True),
    ],
)
def test_verb_groups(
    scene_of: Callable[..., Scene], text: str, verb: str, form: str, passive: bool, negated: bool
) -> None:
    scene = scene_of(text)
    at = scene.low.index(verb)
    slots = next(each.slots for each in verb_table()[verb] if each.base == "designate")
    group = group_of(scene, at, slots)
    assert group is not None
    assert (group.form, group.passive, group.negated) == (form, passive, negated)


def test_no_longer_is_told_apart(scene_of: Callable[..., Scene]) -> None:
    scene = scene_of("Hamas is no longer designated.")
    group = group_of(scene, scene.low.index("designated"), frozenset({"past", "part"}))
    assert group is not None
    assert group.gone
    assert not group.negated


def test_a_noun_is_no_verb(scene_of: Callable[..., Scene]) -> None:
    scene = scene_of("The ban on Hamas stands.")
    assert group_of(scene, scene.low.index("ban"), frozenset({"base"})) is None
