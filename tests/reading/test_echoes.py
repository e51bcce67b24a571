"""Acts that only point at another: the same done by somebody else, or a change of what was told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.result import Reading

ReadText = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "date", "wanted"),
    [
        (
            "Canada listed the Islamic Revolutionary Guard Corps as a terrorist entity this week "
            "and urged Britain to do so.",
            "2024-06-20",
            ("UK", "irgc", "list", "urged"),
        ),
        (
            "Canada listed the Islamic Revolutionary Guard Corps as a terrorist entity this week. "
            "Australia should do the same, campaigners said.",
            "2024-06-20",
            ("Australia", "irgc", "list", "urged"),
        ),
        (
            "HTS was proscribed by Britain in 2017. That may soon change, a minister said.",
            "2024-12-12",
            ("UK", "hayat-tahrir-al-sham", "delist", "considered"),
        ),
        (
            "Hay'at Tahrir al-Sham (HTS) has been on the US terrorist list since 2018. That will not change, he said.",
            "2024-12-12",
            ("US", "hayat-tahrir-al-sham", "maintain", "announced"),
        ),
    ],
)
def test_signals(read_text: ReadText, text: str, date: str, wanted: tuple[str, ...]) -> None:
    found = [(one.authority, one.party, one.direction, one.stage) for one in read_text(text, date).signals]
    assert wanted in found


def test_who_followed_is_a_claim(read_text: ReadText) -> None:
    text = "Britain took the Mujahedin-e Khalq off its list in June 2008. The European Union followed in January 2009."
    claims = [(one.authority, one.says, one.when, one.verdict) for one in read_text(text, "2009-03-01").claims]
    assert ("EU", "delisted", "2009-01", "supported") in claims


@pytest.mark.parametrize(
    "text",
    [
        "The weather in London may soon change, a minister said of Hamas.",
        "Hamas said that it would do so.",
        "Hamas was proscribed by Britain in 2001. If that changed, banks would be glad.",
        "Hamas was proscribed by Britain in 2001. It rained. It poured. That may soon change.",
    ],
)
def test_nothing_is_read_without_an_act_before(read_text: ReadText, text: str) -> None:
    assert not read_text(text, "2024-12-12").signals
