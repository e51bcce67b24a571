from __future__ import annotations

import datetime as dt

from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing, Status
from gazetted.screening.result import Query
from gazetted.screening.screen import screen

DAY = dt.date(2024, 12, 9)


def standing(list_key: str, name: str, status: Status = "in force") -> Standing:
    return Standing(
        list_key=list_key,
        status=status,
        since="2018-05-31",
        until=None,
        as_=name,
        name=name,
        through=None,
        entry="1",
        programmes=(),
        instrument="An act",
        source="A gazette",
        confidence="high",
        unconfirmed=None,
        doubt=None,
        newest=None,
    )


class Fake:
    def parties(self, known: dt.datetime | None = None) -> dict[str, Party]:
        return {
            "front": Party("front", "Sham Liberation Front", "organization"),
            "salim": Party("salim", "Ahmad Salim Masri", "person", ("SY",)),
            "ship": Party("ship", "Blue Star", "vessel"),
        }

    def names(self, known: dt.datetime | None = None) -> list[PartyName]:
        return [
            PartyName("front", "Sham Liberation Front", "primary", ("us.fto",)),
            PartyName("front", "Front for the Liberation of Sham", "alias", ("us.fto", "un.sc")),
            PartyName("salim", "Ahmad Salim Masri", "primary", ("un.sc",)),
            PartyName("salim", "Abu Dujana", "weak alias", ("un.sc",)),
            PartyName("ship", "Blue Star", "primary", ("us.sdn",)),
        ]

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        assert on == DAY
        lists = {"front": ("us.fto", "un.sc"), "salim": ("un.sc",), "ship": ("us.sdn",)}[party]
        return [standing(key, name or "", "removed" if key == "us.sdn" else "in force") for key in lists]


def details(slug: str) -> Particulars:
    return Particulars(born=("1970-04-02",), identifiers=("passport:A1",)) if slug == "salim" else Particulars()


def test_one_match_for_a_party_by_its_best_name() -> None:
    found = screen(Fake(), Query("Front for the Liberation of ash-Sham"), on=DAY)
    assert [(m.party, m.matched_name, m.name_type) for m in found.matches] == [
        ("front", "Front for the Liberation of Sham", "alias")
    ]
    assert found.matches[0].name == "Sham Liberation Front"
    assert {s.list_key for s in found.matches[0].standings} == {"us.fto", "un.sc"}
    assert found.on == "2024-12-09"


def test_a_removed_party_still_matches_with_its_status() -> None:
    (match,) = screen(Fake(), Query("BLUE STAR"), on=DAY).matches
    assert match.score == 1.0
    assert match.standings[0].status == "removed"


def test_lists_leave_out_who_never_stood_there() -> None:
    assert screen(Fake(), Query("Blue Star"), on=DAY, lists=["un.sc"]).matches == ()
    (match,) = screen(Fake(), Query("Sham Liberation Front"), on=DAY, lists=["un.sc"]).matches
    assert [s.list_key for s in match.standings] == ["un.sc"]


def test_a_weak_alias_needs_something_that_confirms() -> None:
    assert screen(Fake(), Query("Abu Dujana"), on=DAY, details=details).matches == ()
    (low,) = screen(Fake(), Query("Abu Dujana"), on=DAY, threshold=0.5, details=details).matches
    assert low.score == 0.69
    assert low.explanation.counterfactual is not None
    assert "weak alias" in low.explanation.counterfactual
    for query in (
        Query("Abu Dujana", born="1970"),
        Query("Abu Dujana", country="SY"),
        Query("Abu Dujana", ids=("Passport:A1",)),
    ):
        (match,) = screen(Fake(), query, on=DAY, details=details).matches
        assert match.score >= 0.70
    assert screen(Fake(), Query("Abu Dujana", born="1999"), on=DAY, details=details).matches == ()


def test_qualifiers_move_the_score_by_what_they_say() -> None:
    (plain,) = screen(Fake(), Query("Ahmed Salim"), on=DAY, details=details).matches
    (same,) = screen(Fake(), Query("Ahmed Salim", born="1970-04-02"), on=DAY, details=details).matches
    assert same.score > plain.score
    assert abs(same.score - plain.score - sum(q.effect for q in same.explanation.qualifiers)) < 1e-6
    assert screen(Fake(), Query("Ahmed Salim", kind="vessel", born="1940"), on=DAY, details=details).matches == ()


def test_limit_and_threshold() -> None:
    assert screen(Fake(), Query("Sham Liberation Front"), on=DAY, limit=0).matches == ()
    assert screen(Fake(), Query("Nobody Whosoever"), on=DAY, threshold=0.0).matches == ()
