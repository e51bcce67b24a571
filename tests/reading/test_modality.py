from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.frames import find_acts
from gazetted.reading.modality import outcomes
from gazetted.reading.operators import background_in, operators
from gazetted.reading.scene import Scene

SceneOf = Callable[..., Scene]
_LIST = "from the US terrorist list"


def _outcomes(scene: Scene) -> list[tuple[str, str | None, str]]:
    return [(one.direction, one.stage, one.says) for act in find_acts(scene) for one in outcomes(scene, act)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"The US is considering removing Hamas {_LIST}.", [("delist", "considered", "")]),
        (f"The US has not ruled out removing Hamas {_LIST}.", [("delist", "considered", "")]),
        (f"The US has ruled out removing Hamas {_LIST}.", [("delist", "rejected", "")]),
        (f"Israel urged the US to remove Hamas {_LIST}.", [("delist", "urged", "")]),
        (f"They rejected calls for removing Hamas {_LIST}.", [("delist", "rejected", "")]),
        (f"The US plans to remove Hamas {_LIST}.", [("delist", "announced", "")]),
        (f"The US has no plans to remove Hamas {_LIST}.", [("maintain", "announced", "")]),
        (f"The US decided not to remove Hamas {_LIST}.", [("maintain", "announced", ""), ("delist", "rejected", "")]),
        (f"They oppose removing Hamas {_LIST}.", [("maintain", "urged", "")]),
        ("He signed an order to designate Hamas.", [("list", "signed", "")]),
        ("An order was laid to proscribe Hamas.", [("list", "published", "")]),
        (f"The US removed Hamas {_LIST}.", [("delist", "effective", "delisted")]),
        (f"The removal of Hamas {_LIST} takes effect.", [("delist", "effective", "delisted")]),
        (f"The removal of Hamas {_LIST} is under review.", [("delist", "considered", "")]),
        ("A court annulled the designation of Hamas.", [("delist", "struck down", "")]),
        ("The court ruled that the ban on Hamas was unlawful.", [("delist", "struck down", "")]),
        ("The US will designate Hamas.", [("list", "announced", "")]),
        ("The US could designate Hamas.", [("list", "considered", "")]),
        ("Hamas is not on the US terrorist list.", [("list", None, "not listed")]),
        ("Hamas is no longer on the US terrorist list.", [("delist", None, "delisted")]),
    ],
)
def test_stages(scene_of: SceneOf, text: str, wanted: list[tuple[str, str | None, str]]) -> None:
    assert _outcomes(scene_of(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Would the US delist Hamas?",
        "If the US delisted Hamas, aid would flow.",
        "Had the US delisted Hamas, aid would have flowed.",
        "Officials denied that the US had delisted Hamas.",
        "The US would have delisted Hamas.",
        "A rumour that the US delisted Hamas spread.",
    ],
)
def test_nothing_is_told_of_what_is_asked_supposed_or_denied(scene_of: SceneOf, text: str) -> None:
    assert _outcomes(scene_of(text)) == []


def test_background_and_tables() -> None:
    assert background_in(["at", "the", "end", "of", "his", "first", "term"])
    assert not background_in(["on", "monday"])
    table = operators()
    assert not set(table.before.by_first) & {""}
    assert table.review
