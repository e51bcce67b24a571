"""Support by a state and contact that is barred are told as claims that the record cannot bear out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.result import Reading

ReadText = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The US has supported ISIS in the past.", [("US", "isil", "backed")]),
        ("The United States armed Boko Haram.", [("US", "boko-haram", "backed")]),
        ("The US has never supported ISIS.", []),
        ("Washington has backed the fight against ISIS.", []),
        ("Has the US supported ISIS?", []),
        ("The UK currently cannot communicate with Hamas.", [("UK", "hamas", "contact barred")]),
        ("British officials are barred from meeting Hamas.", [("UK", "hamas", "contact barred")]),
        ("Canada cannot support Hamas supporters.", []),
        ("The mayor cannot meet Hamas.", []),
    ],
)
def test_deeds(read_text: ReadText, text: str, wanted: list[tuple[str, str, str]]) -> None:
    claims = [one for one in read_text(text).claims if one.says in ("backed", "contact barred")]
    assert [(one.authority, one.party, one.says) for one in claims] == wanted
    assert {one.verdict for one in claims} <= {"not in record"}
    assert all(one.note for one in claims)
