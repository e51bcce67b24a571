"""What a document says right after a name tells whether it is the listed party's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.result import Reading

BOMB = "Two bombs exploded and the terrorist group claimed the attack."


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"The Gulf Cartel, a surf group from Cornwall, plays on Friday. {BOMB}", False),
        (f"Gulf Cartel is a surf group. The Gulf Cartel plays on Friday. {BOMB}", False),
        (f"Gulf Cartel, the new single by the Mill Boys, is out. {BOMB}", False),
        (f"The Gulf Cartel, a criminal group from Tamaulipas, fought the police. {BOMB}", True),
        (f"The Gulf Cartel, a group with surf boats of its own, smuggled it. {BOMB}", True),
        (f"Gulf Cartel, its rivals and the police met at a pub. {BOMB}", True),
        (f"The Gulf Cartel's song, a tune about the sea, was banned. {BOMB}", True),
    ],
)
def test_a_description_that_says_another_thing(read_text: Callable[..., Reading], text: str, named: bool) -> None:
    assert ("cartel-del-golfo" in {one.party for one in read_text(text).parties}) is named


def test_a_surname_spelt_otherwise_after_a_given_name(read_text: Callable[..., Reading]) -> None:
    text = f"The manager, Milind Ansari, gave us tea. Ansari had kept a typewriter. {BOMB}"
    assert not read_text(text).parties
