from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.result import Reading

ReadText = Callable[..., Reading]


def _signals(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(one.authority, one.party, one.direction, one.stage) for one in reading.signals]


def test_a_signal_has_authority_list_chain_hedge_and_trigger(read_text: ReadText) -> None:
    text = "The US is considering removing HTS from its list of foreign terrorist organizations, a US official said."
    (signal,) = read_text(text, publisher="The Paper").signals
    assert (signal.authority, signal.list_key, signal.direction, signal.stage) == (
        "US",
        "us.fto",
        "delist",
        "considered",
    )
    assert signal.trigger.text == "is considering removing"
    assert text[signal.trigger.start : signal.trigger.end] == signal.trigger.text
    assert signal.hedge == "is considering"
    assert signal.chain[0] == "The Paper"
    assert signal.chain[-1] == "a US official"
    assert signal.date == "2024-12-09"


@pytest.mark.parametrize(
    "text",
    [
        "Britain proscribed HTS in 2017.",
        "HTS was originally listed by the UN in 2014.",
        "At the end of his first term Donald Trump added Ansar Allah to the FTO.",
        "HTS has been on the US terrorist list since 2018.",
    ],
)
def test_what_is_past_is_no_signal(read_text: ReadText, text: str) -> None:
    assert read_text(text).signals == ()


def test_signals_that_contradict_each_other_stand_side_by_side(read_text: ReadText) -> None:
    text = (
        "The US is considering removing HTS from its terrorist list, an official said. "
        "The State Department said it had no intention of removing HTS from the list."
    )
    assert _signals(read_text(text)) == [
        ("US", "hayat-tahrir-al-sham", "delist", "considered"),
        ("US", "hayat-tahrir-al-sham", "maintain", "announced"),
    ]


def test_the_record_tells_announced_from_in_force(read_text: ReadText) -> None:
    (signal,) = read_text("The State Department on Tuesday blacklisted the Houthi movement.", "2025-03-04").signals
    assert signal.stage == "announced"
    assert signal.note == "By the record in force on 2025-03-05."
    (signal,) = read_text("The Security Council voted on Friday to delist HTS.", "2026-02-27").signals
    assert signal.stage == "effective"


def test_a_step_that_was_passed_is_not_told_again(read_text: ReadText) -> None:
    text = "Canada has listed Samidoun as a terrorist entity. Canada decided to list Samidoun after a review."
    assert _signals(read_text(text, "2024-10-15")) == [("Canada", "samidoun", "list", "effective")]
