from __future__ import annotations

from collections.abc import Callable

import pytest

from gazetted.reading.result import Reading

ReadText = Callable[..., Reading]


def _claims(reading: Reading) -> list[tuple[str | None, str, str | None, str]]:
    return [(one.authority, one.says, one.when, one.verdict) for one in reading.claims if not one.presupposed]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Britain proscribed HTS in 2017.", ("UK", "listed", "2017", "supported")),
        ("The UN designated HTS in 2015.", ("UN", "listed", "2015", "contradicted")),
        ("HTS has been designated by the UN since 2014.", ("UN", "listed", "2014", "supported")),
        ("HTS is not on the US terrorist list.", ("US", "not listed", None, "contradicted")),
        ("HTS is banned in India.", ("India", "listed", None, "not in record")),
        ("The US delisted Ansarallah in February 2021.", ("US", "delisted", "2021-02", "supported")),
    ],
)
def test_claims_and_their_verdicts(read_text: ReadText, text: str, wanted: tuple[str, str, str | None, str]) -> None:
    assert _claims(read_text(text)) == [wanted]


def test_an_alias_is_claimed_beside_the_listing_and_explained(read_text: ReadText) -> None:
    found = read_text("HTS was added to the UK list of banned groups as an alias of Al-Qaeda in 2017.").claims
    assert [(one.says, one.of, one.verdict) for one in found] == [
        ("alias of", "al-qaida", "supported"),
        ("listed", None, "supported"),
    ]
    assert "not as an entry of its own" in found[1].note
    assert found[1].evidence[0]["list"] == "uk.proscribed"


def test_a_change_that_is_considered_takes_the_listing_for_granted(read_text: ReadText) -> None:
    (claim,) = read_text("The US is considering removing HTS from its terrorist list.").claims
    assert (claim.presupposed, claim.says, claim.verdict) == (True, "listed", "supported")


def test_a_quoted_opinion_is_never_contradicted(read_text: ReadText) -> None:
    found = read_text("“The UN designated HTS in 2015,” Joe Smith said.").claims
    assert [one.verdict for one in found] == ["not in record"]


def test_a_terrorist_group_is_held_against_every_list(read_text: ReadText) -> None:
    (claim,) = read_text("The terrorist group Hamas fired rockets.").claims
    assert claim.verdict == "supported"
    assert {"US", "UK", "EU"} <= set((claim.authority or "").split("/"))


@pytest.mark.parametrize(
    "text",
    ["Has Britain banned HTS?", "If Britain bans HTS, aid stops.", "Officials denied that Canada had listed HTS."],
)
def test_questions_conditions_and_denials_claim_nothing(read_text: ReadText, text: str) -> None:
    assert _claims(read_text(text)) == []


def test_a_tie_is_told_and_seldom_in_the_record(read_text: ReadText) -> None:
    found = read_text("HTS, an offshoot of Al-Qaeda, took Damascus.").claims
    assert [(one.party, one.says, one.of, one.verdict) for one in found] == [
        ("hayat-tahrir-al-sham", "offshoot of", "al-qaida", "not in record")
    ]
    found = read_text("The Quds Force is not affiliated with Hamas.").claims
    assert found == ()


def test_a_quoted_tie_is_no_claim_of_the_article(read_text: ReadText) -> None:
    assert read_text("“HTS is a literal offshoot of ISIS,” Joe Smith wrote.").claims == ()
