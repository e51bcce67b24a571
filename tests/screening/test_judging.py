from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.screening.result import Query, Screening
from gazetted.screening.screen import screen

DAY = dt.date(2024, 12, 9)
PARTIES = {
    "tapia": Party("tapia", "QUEZADA ITURBE, Tomas", "person"),
    "noor": Party("noor", "Hassan Noor Ali", "person"),
    **{f"ali{at}": Party(f"ali{at}", f"Person{'abcdefghijkl'[at]} Rahmani", "person") for at in range(12)},
    "ship": Party("ship", "Blue Star", "vessel"),
}


class Fake:
    def parties(self, known: dt.datetime | None = None) -> Mapping[str, Party]:
        return PARTIES

    def names(self, known: dt.datetime | None = None) -> Sequence[PartyName]:
        return [PartyName(slug, party.name, "primary") for slug, party in PARTIES.items()]

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        return []


def details(slug: str) -> Particulars:
    return Particulars(identifiers=("IMO:9074729",), genders=("M",)) if slug in ("ship", "noor") else Particulars()


def ask(query: Query, threshold: float = 0.7) -> Screening:
    return screen(Fake(), query, on=DAY, details=details, threshold=threshold)


def test_a_rare_family_name_alone_is_a_candidate_and_says_why() -> None:
    (match,) = ask(Query("Quezada", kind="person")).matches
    assert (match.party, match.score) == ("tapia", 0.70)
    assert [one.what for one in match.explanation.qualifiers] == ["rare name"]
    assert ask(Query("Quezada")).matches[0].party == "tapia"


def test_a_common_family_name_alone_is_none() -> None:
    assert ask(Query("Rahmani")).matches == ()
    assert ask(Query("Hassan")).matches == ()


def test_a_misspelt_rare_name_alone_is_none() -> None:
    assert ask(Query("Quesadas")).matches == ()


def test_another_gender_speaks_against() -> None:
    (same,) = ask(Query("Hassan Noor Ali", gender="m")).matches
    (other,) = ask(Query("Hassan Noor Ali", gender="f")).matches
    assert same.score > other.score
    assert [one.what for one in other.explanation.qualifiers] == ["gender"]


def test_a_scorer_of_another_kind_is_used_where_it_is_asked_for() -> None:
    found = screen(Fake(), Query("Hassan Noor"), on=DAY, scorer="ofac-1", threshold=0.8)
    assert {match.party for match in found.matches} >= {"noor"}
