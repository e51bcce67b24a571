"""What the record must be able to say: the ten cases of the field, and the rules of the fold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.record.facts import Facts
from gazetted.record.fold import state_on
from gazetted.record.ledger import Ledger

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def fact(what: str, date: str | None = None, name: str = "Front", **more: Any) -> Event:
    for bound in ("not_before", "not_after"):
        if bound in more:
            more[bound] = PartialDate.parse(more[bound])
    values: dict[str, Any] = {"list_key": "x.list", "entry": "front", "party": "front", "source": "gazette"} | more
    return Event(what=what, name=name, date=PartialDate.parse(date) if date else None, **values)  # type: ignore[arg-type]


def info(key: str, **more: Any) -> ListInfo:
    return ListInfo(key=key, authority=key[:1].upper(), body="Office", title=f"List {key}", short=key[:12], **more)


def tell(ledger: Ledger, *events: Event, lists: tuple[ListInfo, ...] = (), now: dt.datetime = NOW) -> None:
    keys = {e.list_key for e in events if e.list_key} - {i.key for i in lists}
    parties = {e.party for e in events} | {e.about for e in events}
    ledger.tell_facts(
        Facts(
            lists=(*lists, *(info(key) for key in sorted(keys))),
            parties=tuple(Party(slug, slug.title(), "organization") for slug in sorted(parties)),
            events=events,
        ),
        origin="test",
        now=now,
    )


def listing(entry: str, *names: str, **more: Any) -> Listing:
    texts = [ListedName(n, "primary" if i == 0 else "alias") for i, n in enumerate(names)]
    return Listing(entry=entry, kind="organization", names=tuple(texts), **more)


def edition(date: str, *listings: Listing, key: str = "x.list", sha: str = "", reader: str = "reader 1") -> Edition:
    return Edition(key, date, sha or date, reader, listings)


# -- the ten cases ---------------------------------------------------------------------------------------------------


def test_case_1_partial_removal_leaves_the_other_list_in_force(empty: Ledger) -> None:
    tell(
        empty,
        fact("listed", "2014-05-15", list_key="us.a"),
        fact("delisted", "2025-07-08", list_key="us.a"),
        fact("listed", "2014-05-15", list_key="us.b"),
    )
    found = {s.list_key: (s.status, s.until) for s in empty.standings("front", day("2025-08-01"))}
    assert found == {"us.a": ("removed", "2025-07-08"), "us.b": ("in force", None)}


def test_case_2_listed_through_the_entry_of_another_party(empty: Ledger) -> None:
    tell(
        empty,
        fact("listed", "2001-03-29", "Base", entry="base", party="base"),
        fact("name added", "2017-05-26", "Levant Board", entry="base", party="base", denotes="board"),
    )
    (standing,) = empty.standings("board", day("2024-12-09"))
    assert (standing.status, standing.through, standing.as_, standing.name) == (
        "in force",
        "base",
        "Base",
        "Levant Board",
    )
    assert standing.since == "2017-05-26"
    (own,) = empty.standings("base", day("2024-12-09"))
    assert (own.since, own.through) == ("2001-03-29", None)


def test_case_2_the_name_goes_with_the_entry_that_carries_it(empty: Ledger) -> None:
    tell(
        empty,
        fact("listed", "2001-03-29", "Base", entry="base", party="base"),
        fact("name added", "2017-05-26", "Levant Board", entry="base", party="base", denotes="board"),
        fact("delisted", "2020-01-01", "Base", entry="base", party="base"),
    )
    (standing,) = empty.standings("board", day("2021-01-01"))
    assert (standing.status, standing.until) == ("removed", "2020-01-01")


def test_case_2_one_standing_each_where_some_names_went_and_others_stay(empty: Ledger) -> None:
    base: dict[str, Any] = {"entry": "base", "party": "base"}
    tell(
        empty,
        fact("listed", "2001-03-29", "Base", **base),
        fact("name added", "2013-07-19", "Victory Front", denotes="board", **base),
        fact("name added", "2017-05-26", "Levant Board", denotes="board", **base),
        fact("name removed", "2025-11-11", "Levant Board", denotes="board", **base),
    )
    found = empty.standings("board", day("2025-12-01"), name="Levant Board")
    assert [(s.status, s.name, s.until) for s in found] == [
        ("in force", "Victory Front", None),
        ("removed", "Levant Board", "2025-11-11"),
    ]


@pytest.mark.parametrize("step", ["announced", "signed", "published", "considered"])
def test_case_3_what_is_not_effective_changes_nothing(empty: Ledger, step: str) -> None:
    tell(
        empty,
        fact("listed", "2017-05-26"),
        fact("delisted", "2025-10-21", step=step),
        fact("delisted", "2025-11-11"),
    )
    assert empty.standings("front", day("2025-10-25"))[0].status == "in force"
    assert empty.standings("front", day("2025-11-11"))[0].status == "removed"
    assert [(e.step, e.date.iso) for e in empty.history("front") if e.date] == [
        ("effective", "2017-05-26"),
        (step, "2025-10-21"),
        ("effective", "2025-11-11"),
    ]


def test_case_4_each_list_has_its_own_clock(empty: Ledger) -> None:
    days = {"un.a": "2026-02-27", "ca.b": "2025-12-04", "eu.c": "2026-03-20"}
    tell(
        empty,
        *(
            e
            for key, end in days.items()
            for e in (fact("listed", "2014-01-01", list_key=key), fact("delisted", end, list_key=key))
        ),
    )
    for key, end in days.items():
        before, after = day(end) - dt.timedelta(1), day(end)
        assert {s.list_key: s.status for s in empty.standings("front", before)}[key] == "in force"
        assert {s.list_key: s.status for s in empty.standings("front", after)}[key] == "removed"


def test_case_5_struck_down_and_still_in_force(empty: Ledger) -> None:
    tell(empty, fact("listed", "2025-07-05"), fact("struck down", "2026-02-13", instrument="[2026] EWHC 1"))
    (standing,) = empty.standings("front", day("2026-03-01"))
    assert (standing.status, standing.since, standing.until) == ("contested", "2025-07-05", None)
    assert standing.instrument == "[2026] EWHC 1"


def test_case_6_lapse_is_not_removal(empty: Ledger) -> None:
    tell(empty, fact("listed", "2010-02-10"), fact("lapsed", "2024-12-14"))
    (standing,) = empty.standings("front", day("2025-01-01"))
    assert (standing.status, standing.until) == ("lapsed", "2024-12-14")


def test_case_6_a_term_that_ran_out_without_a_known_act_is_a_doubt(empty: Ledger) -> None:
    au = info("au.list", term_years=3, term_basis="Code s.1(3)")
    tell(empty, fact("listed", "2022-02-17", list_key="au.list"), lists=(au,))
    assert empty.standings("front", day("2025-02-16"))[0].doubt is None
    doubt = empty.standings("front", day("2025-02-17"))[0].doubt
    assert doubt is not None
    assert "3 years ended on 2025-02-17" in doubt
    assert "Code s.1(3)" in doubt


def test_case_6_a_renewal_starts_the_term_anew_and_keeps_the_first_day(empty: Ledger) -> None:
    au = info("au.list", term_years=3, term_basis="Code s.1(3)")
    tell(
        empty,
        fact("listed", "2022-02-17", list_key="au.list", instrument="R 1"),
        fact("relisted", "2025-02-01", list_key="au.list", instrument="R 2"),
        lists=(au,),
    )
    (standing,) = empty.standings("front", day("2026-01-01"))
    assert (standing.since, standing.instrument, standing.doubt) == ("2022-02-17", "R 2", None)


def test_case_7_standing_is_a_set_of_intervals(empty: Ledger) -> None:
    tell(empty, fact("listed", "2021-01-19"), fact("delisted", "2021-02-16"), fact("relisted", "2025-03-05"))
    expected = {
        "2021-01-18": ("not listed", None, None),
        "2021-01-19": ("in force", "2021-01-19", None),
        "2021-02-15": ("in force", "2021-01-19", None),
        "2021-02-16": ("removed", "2021-01-19", "2021-02-16"),
        "2025-03-04": ("removed", "2021-01-19", "2021-02-16"),
        "2025-03-05": ("in force", "2025-03-05", None),
    }
    for on, wanted in expected.items():
        (standing,) = empty.standings("front", day(on))
        assert (standing.status, standing.since, standing.until) == wanted


def test_case_8_the_past_stays_answerable_after_a_removal(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-05-15", instrument="notice 1"))
    before = empty.standings("front", day("2020-01-01"))
    tell(empty, fact("delisted", "2025-07-08", instrument="notice 2"), now=NOW + dt.timedelta(1))
    after = empty.standings("front", day("2020-01-01"))
    assert [(s.status, s.since, s.instrument) for s in after] == [(s.status, s.since, s.instrument) for s in before]


def test_case_9_gone_from_an_edition_is_inferred_between_two(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-05-15"))
    empty.tell_edition(edition("2025-06-28", listing("front", "Front")), origin="a", now=NOW)
    empty.tell_edition(edition("2025-07-03", listing("other", "Other")), origin="b", now=NOW)
    (removal,) = [e for e in empty.history("front") if e.what == "delisted"]
    assert removal.date_kind == "inferred"
    assert removal.to_dict()["date_bounds"] == ["2025-06-28", "2025-07-03"]
    between = empty.standings("front", day("2025-07-01"))[0]
    assert between.status == "in force"
    assert between.doubt == "Removed between 2025-06-28 and 2025-07-03; the day is not in the record."
    assert empty.standings("front", day("2025-07-03"))[0].status == "removed"


def test_case_9_a_stated_day_is_kept_and_nothing_is_inferred_beside_it(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-05-15"), fact("delisted", "2025-07-01"))
    empty.tell_edition(edition("2025-06-28", listing("front", "Front")), origin="a", now=NOW)
    empty.tell_edition(edition("2025-07-03", listing("other", "Other")), origin="b", now=NOW)
    assert [e.date_kind for e in empty.history("front")] == ["stated", "stated"]


def test_case_9_an_edition_outranks_a_single_fact(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-05-15"), fact("delisted", "2020-01-01"))
    empty.tell_edition(edition("2021-01-01", listing("front", "Front")), origin="a", now=NOW)
    assert empty.standings("front", day("2021-01-01"))[0].status == "in force"
    assert empty.standings("front", day("2020-06-01"))[0].status == "removed"


def test_case_10_the_readers_change_is_not_the_publishers(empty: Ledger) -> None:
    old = [
        edition("2025-01-01", listing("front", "Front"), sha="f1"),
        edition("2025-02-01", listing("front", "Front"), sha="f2"),
    ]
    for number, read in enumerate(old):
        empty.tell_edition(read, origin="a", now=NOW + dt.timedelta(number))
    moment = empty.newest_moment()
    better = [edition(e.date, listing("front", "Front", "Vanguard"), sha=e.sha256, reader="reader 2") for e in old]
    for number, read in enumerate(better):
        empty.tell_edition(read, origin="a", now=NOW + dt.timedelta(10 + number))
    slug = "x.list:front"
    assert [e.what for e in empty.history(slug) if e.date] == []
    assert {e.name for e in empty.history(slug)} == {"Front", "Vanguard"}
    assert {e.name for e in empty.history(slug, known=moment)} == {"Front"}
    assert {e.name for e in empty.history(slug, known=NOW)} == {"Front"}


# -- doubt -----------------------------------------------------------------------------------------------------------


def test_an_undated_removal_never_shows_as_in_force() -> None:
    events = [fact("listed", "2001-12-27"), fact("delisted", not_after="2026-02-27")]
    for on in ("2001-12-27", "2010-01-01", "2026-06-01"):
        state = state_on(events, day(on))
        assert state.status == "removed"
        assert state.until is None
        assert state.doubts == ("Removed not later than 2026-02-27 on a day that the record does not know.",)
    assert state_on(events, day("2001-12-26")).status == "not listed"


def test_an_undated_removal_ends_no_later_listing() -> None:
    events = [fact("listed", "2001-12-27"), fact("delisted", not_after="2010-01-01"), fact("relisted", "2020-01-01")]
    assert state_on(events, day("2005-01-01")).status == "removed"
    assert state_on(events, day("2021-01-01")).status == "in force"


def test_on_the_list_by_a_day_is_in_force_from_that_day_with_an_unknown_first_day() -> None:
    events = [fact("listed", not_after="2019-01-15")]
    before, after = state_on(events, day("2018-01-01")), state_on(events, day("2019-01-15"))
    assert (before.status, after.status, after.since) == ("not listed", "in force", None)
    assert (
        before.first_doubts == after.first_doubts == ("On the list by 2019-01-15; its first day is not in the record.",)
    )


def test_a_year_counts_from_its_first_day_and_ends_with_its_last() -> None:
    events = [fact("listed", "2017"), fact("delisted", "2020-06")]
    assert state_on(events, day("2017-01-01")).status == "in force"
    assert state_on(events, day("2020-06-29")).status == "in force"
    assert state_on(events, day("2020-06-30")).status == "removed"


def test_a_name_that_came_later_is_said_to_have_come_later(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-05-15"), fact("name added", "2018-06-01", "Levant Board"))
    (early,) = empty.standings("front", day("2016-01-01"), name="Levant Board")
    assert (early.status, early.since, early.name) == ("in force", "2014-05-15", "Front")
    assert early.doubt == 'The name "Levant Board" stands there only since 2018-06-01.'
    (late,) = empty.standings("front", day("2019-01-01"), name="Levant Board")
    assert (late.since, late.name, late.as_, late.doubt) == ("2018-06-01", "Levant Board", "Front", None)


def test_another_romanisation_of_the_name_is_the_name(empty: Ledger) -> None:
    tell(
        empty,
        fact("listed", "2014-05-15", "al-Nusrah Front"),
        fact("name added", "2018-06-01", "Hay'at Tahrir al-Sham"),
    )
    (found,) = empty.standings("front", day("2019-01-01"), name="Hayat Tahrir al Sham")
    assert found.since == "2018-06-01"


def test_programmes_gather_and_change_with_an_amendment() -> None:
    events = [
        fact("listed", "2014-05-15", programmes=("SDGT",)),
        fact("listed", not_after="2019-01-15", programmes=("SDT",)),
        fact("amended", "2020-01-01", programmes=("SDGT",)),
    ]
    assert state_on(events, day("2019-06-01")).programmes == ("SDGT", "SDT")
    assert state_on(events, day("2020-01-01")).programmes == ("SDGT",)


def test_renaming_keeps_the_former_name() -> None:
    events = [fact("listed", "2013-11-07", "Old Front"), fact("renamed", "2018-05-23", "New Board", former="Old Front")]
    state = state_on(events, day("2020-01-01"))
    assert state.name == "New Board"
    assert {(n.text, n.on) for n in state.names} == {("Old Front", True), ("New Board", True)}
    assert state_on(events, day("2015-01-01")).name == "Old Front"


def test_suspension_and_reinstatement() -> None:
    events = [fact("listed", "2010-01-01"), fact("suspended", "2016-01-01"), fact("reinstated", "2017-01-01")]
    assert [state_on(events, day(d)).status for d in ("2015-01-01", "2016-06-01", "2018-01-01")] == [
        "in force",
        "suspended",
        "in force",
    ]


def test_a_name_that_comes_back_and_goes_again_was_off_between() -> None:
    events = [
        fact("listed", "2010-01-01"),
        fact("name added", "2011-01-01", "Dawn"),
        fact("name removed", "2012-01-01", "Dawn"),
        fact("name added", "2014-01-01", "Dawn"),
        fact("name removed", "2016-01-01", "Dawn"),
    ]
    on = {
        year: any(n.on and n.text == "Dawn" for n in state_on(events, day(f"{year}-06-01")).names)
        for year in (2010, 2011, 2012, 2013, 2014, 2015, 2016)
    }
    assert [year for year, there in on.items() if there] == [2011, 2014, 2015]
