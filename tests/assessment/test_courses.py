"""Courses out of reports and the record's steps, on made-up documents about a party of the built-in record."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

import msgspec
import pytest

from gazetted.assessment.course import Course, CourseStep
from gazetted.assessment.courses import courses
from gazetted.assessment.reports import NEAR_DAYS
from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing, Status
from gazetted.record.kept import KeptDocument, KeptSignal

FRONT = Party("harbour-front", "Harbour Front", "organization")
LISTS = {"aa.banned": "AA", "aa.frozen": "AA", "bb.frozen": "BB"}
_NUMBERS = itertools.count(1)


def _signal(**more: object) -> KeptSignal:
    form: dict[str, object] = {
        "authority": "AA", "list": "aa.banned", "party": "harbour-front", "direction": "delist", "stage": "considered",
        "hedge": "", "chain": ("Daily A", "Dockside Post", "an official"), "source": "Dockside Post", "voice": None,
        "words": "may be unbanned", "date": "2025-05-01",
    }  # fmt: skip
    return msgspec.convert(form | more, KeptSignal)


def _told(*signals: KeptSignal, publisher: str = "Daily A") -> KeptDocument:
    digest = f"{next(_NUMBERS):064x}"
    return KeptDocument(
        sha256=digest, title=None, publisher=publisher, date=signals[0].date, source="a.txt", reader="1",
        signals=signals,
    )  # fmt: skip


def _event(what: str, day: str, step: str = "effective", **more: object) -> Event:
    form: dict[str, object] = {
        "list_key": "aa.banned", "entry": "1", "party": "harbour-front", "what": what, "step": step,
        "name": "Harbour Front", "instrument": f"Act of {day}", "source": "Gazette A",
    }  # fmt: skip
    date = {"date": {"iso": day}}
    return msgspec.convert(form | date | more, Event)


LISTED = _event("listed", "2015-06-10")
DELISTED = _event("delisted", "2025-11-11")


def _standing(events: Sequence[Event], day: dt.date) -> list[Standing]:
    held: dict[str, Standing] = {}
    for event in events:
        if event.date is None or event.date.earliest() > day or event.step != "effective" or event.list_key is None:
            continue
        status: Status = "in force" if event.what in ("listed", "relisted") else "removed"
        held[event.list_key] = Standing(
            list_key=event.list_key, status=status, since=None, until=None, as_="", name="", through=None, entry="1",
            programmes=(), instrument="", source="", confidence="high", unconfirmed=None, doubt=None, newest=None,
        )  # fmt: skip
    return list(held.values())


def _courses(
    documents: Sequence[KeptDocument], events: Sequence[Event] = (LISTED,), on: str = "2026-01-01"
) -> list[Course]:
    return courses(
        FRONT, ["harbour-front"], documents, events, dt.date.fromisoformat(on), LISTS,
        lambda day: _standing(events, day),
    )  # fmt: skip


def _only(found: Sequence[Course]) -> Course:
    (one,) = found
    return one


def _step(course: Course, stage: str) -> CourseStep:
    (one,) = (step for step in course.steps if step.stage == stage)
    return one


def test_a_report_is_open_until_the_record_decides_it() -> None:
    told = [_told(_signal())]
    open_ = _only(_courses(told))
    assert (open_.list_key, open_.direction, open_.fate, open_.decided, open_.days) == (
        "aa.banned", "delist", "open", None, None,
    )  # fmt: skip
    assert open_.steps[0].fate == "open"
    done = _only(_courses(told, [LISTED, DELISTED]))
    assert (done.fate, done.decided, done.days) == ("confirmed", "2025-11-11", 194)
    assert [step.fate for step in done.steps] == ["confirmed", None]
    assert _only(_courses(told, [LISTED, DELISTED], on="2025-11-10")) == open_


def test_each_step_tells_how_long_after_the_one_before_it_came() -> None:
    signed = _event("delisted", "2025-10-20", "signed")
    found = _only(_courses([_told(_signal())], [LISTED, signed, DELISTED]))
    assert [(step.stage, step.date, step.days) for step in found.steps] == [
        ("considered", "2025-05-01", None), ("signed", "2025-10-20", 172), ("effective", "2025-11-11", 22),
    ]  # fmt: skip


def test_articles_that_repeat_one_report_are_one_report() -> None:
    told = [
        _told(_signal()),
        _told(
            _signal(date="2025-05-03", chain=("Daily B", "The Dockside Post"), source="The Dockside Post"),
            publisher="B",
        ),
        _told(_signal(date="2025-05-04", source="Quay Times")),
    ]
    reports = _only(_courses(told)).steps[0].reports
    assert [(one.source, len(one.documents), one.date) for one in reports] == [
        ("Dockside Post", 2, "2025-05-01"), ("Quay Times", 1, "2025-05-04"),
    ]  # fmt: skip
    assert [one.publisher for one in reports[0].documents] == ["Daily A", "B"]


def test_one_voice_in_two_outlets_is_one_report_and_two_voices_in_one_outlet_are_two() -> None:
    one_voice = [
        _told(_signal(source="Dockside Post", voice="Emil Orso")),
        _told(_signal(source="Quay Times", voice="Orso")),
    ]
    (report,) = _only(_courses(one_voice)).steps[0].reports
    assert (report.voice, len(report.documents)) == ("Emil Orso", 2)
    two = [_told(_signal(voice="Emil Orso"), _signal(voice="Ada Brun"))]
    assert len(_only(_courses(two)).steps[0].reports) == 2


@pytest.mark.parametrize(
    "other",
    [{"stage": "urged"}, {"direction": "maintain"}, {"authority": "BB", "list": "bb.frozen"}, {"list": "aa.frozen"}],
)
def test_another_stage_way_authority_or_list_is_another_step(other: dict[str, object]) -> None:
    found = _courses([_told(_signal(), _signal(**other))])
    assert sum(len(one.steps) for one in found) == 2


def test_the_same_report_long_after_is_another_one() -> None:
    later = (dt.date(2025, 5, 1) + dt.timedelta(NEAR_DAYS + 1)).isoformat()
    found = _only(_courses([_told(_signal()), _told(_signal(date=later))]))
    assert [len(step.reports) for step in found.steps] == [2]
    much_later = _only(_courses([_told(_signal()), _told(_signal(date="2025-09-01"))]))
    assert [step.date for step in much_later.steps] == ["2025-05-01", "2025-09-01"]


def test_a_report_of_the_step_that_the_record_holds_joins_it() -> None:
    announced = _event("delisted", "2025-10-21", "announced")
    found = _only(_courses([_told(_signal(stage="announced", date="2025-10-22"))], [LISTED, announced, DELISTED]))
    step = _step(found, "announced")
    assert (step.told_by, step.date, step.fate, len(step.reports)) == ("both", "2025-10-21", "confirmed", 1)


def test_a_relisting_overtakes_what_was_considered() -> None:
    again = _event("relisted", "2025-08-01")
    found = _courses([_told(_signal())], [LISTED, again])
    course = next(one for one in found if one.direction == "delist")
    assert (course.fate, course.decided, course.steps[0].fate) == ("overtaken", "2025-08-01", "overtaken")


def test_that_a_listing_stays_is_overtaken_by_its_end() -> None:
    told = [_told(_signal(direction="maintain", stage="announced"))]
    assert _only(_courses(told)).steps[0].fate == "open"
    assert _only(_courses(told, [LISTED, DELISTED])).steps[0].fate == "overtaken"
    refused = [_told(_signal(stage="rejected"))]
    assert _only(_courses(refused, [LISTED, DELISTED])).steps[0].fate == "overtaken"


def test_that_it_is_done_is_not_borne_out_by_what_came_much_later() -> None:
    told = [_told(_signal(stage="effective"))]
    assert _only(_courses(told, [LISTED, DELISTED])).steps[0].fate == "open"
    near = [_told(_signal(stage="effective", date="2025-11-12"))]
    found = _only(_courses(near, [LISTED, DELISTED]))
    assert (_step(found, "effective").told_by, _step(found, "effective").fate) == ("both", "confirmed")


def test_what_comes_after_an_act_is_another_course_and_news_of_it_is_not() -> None:
    told = [_told(_signal()), _told(_signal(stage="announced", date="2025-11-13")), _told(_signal(date="2025-12-20"))]
    first, second = _courses(told, [LISTED, DELISTED])
    assert [step.stage for step in first.steps] == ["considered", "effective", "announced"]
    assert [step.date for step in second.steps] == ["2025-12-20"]
    assert (first.fate, second.fate) == ("confirmed", "open")


def test_a_report_that_names_no_list_is_told_of_every_one_off_which_the_party_could_come() -> None:
    frozen = _event("listed", "2016-01-01", list_key="aa.frozen")
    foreign = _event("listed", "2016-01-01", list_key="bb.frozen")
    found = _courses([_told(_signal(list=None))], [LISTED, frozen, foreign])
    assert {one.list_key for one in found} == {"aa.banned", "aa.frozen"}
    assert not any(report.list_named for one in found for report in one.steps[0].reports)
    alone = _only(_courses([_told(_signal(list=None))], []))
    assert (alone.list_key, alone.authority) == (None, "AA")


def test_a_report_that_names_no_list_means_the_one_that_its_source_names_elsewhere() -> None:
    frozen = _event("listed", "2016-01-01", list_key="aa.frozen")
    told = [_told(_signal(list=None)), _told(_signal(date="2025-05-02"))]
    found = _only(_courses(told, [LISTED, frozen]))
    assert found.list_key == "aa.banned"
    assert len(found.steps[0].reports) == 1


def test_a_report_of_a_listing_to_come_means_the_lists_that_it_came_on_to() -> None:
    told = [_told(_signal(list=None, direction="list", date="2015-05-01"))]
    found = _only(_courses(told, [LISTED, _event("listed", "2012-01-01", list_key="aa.frozen")]))
    assert (found.list_key, found.fate, found.decided) == ("aa.banned", "confirmed", "2015-06-10")


def test_what_the_record_alone_tells_is_a_course_where_it_has_a_step_before_the_act() -> None:
    assert _courses([], [LISTED, DELISTED]) == []
    announced = _event("delisted", "2025-10-21", "announced")
    found = _only(_courses([], [LISTED, announced, DELISTED]))
    assert not found.reported
    assert [step.told_by for step in found.steps] == ["record", "record"]
    struck = _only(_courses([], [LISTED, _event("struck down", "2026-01-01")]))
    assert (struck.steps[0].stage, struck.fate) == ("struck down", "open")


def test_other_names_of_the_entry_are_no_steps_of_the_party() -> None:
    assert _courses([], [LISTED, _event("name removed", "2025-01-01", "announced", name="The Quay")]) == []
    assert len(_courses([], [LISTED, _event("name removed", "2025-01-01", "announced")])) == 1


def test_a_word_about_a_listing_that_stands_is_about_its_end() -> None:
    word = _event("context", "2025-04-01", "considered", note="no review is under way")
    found = _only(_courses([_told(_signal(date="2025-04-02"))], [LISTED, word]))
    assert (found.steps[0].told_by, found.steps[0].note) == ("both", "no review is under way")
    assert _courses([], [word]) == []


def test_a_day_that_is_only_bounded_keeps_its_bounds() -> None:
    bounded = msgspec.structs.replace(
        DELISTED, not_before=PartialDate("2025-07-01"), not_after=PartialDate("2025-11-11")
    )
    found = _only(_courses([_told(_signal())], [LISTED, bounded]))
    assert found.steps[-1].date_bounds == ("2025-07-01", "2025-11-11")


def test_signals_of_other_parties_and_later_days_are_left_out() -> None:
    assert _courses([_told(_signal(party="emil-orso"))]) == []
    assert _courses([_told(_signal(date="2026-01-02"))]) == []


def test_the_order_of_keeping_does_not_matter() -> None:
    told = [
        _told(_signal(date=f"2025-05-{day:02}", source=source, stage=stage))
        for day, source, stage in ((1, "A", "considered"), (2, "B", "considered"), (3, "A", "urged"))
    ]
    expected = _courses(told)
    assert all(_courses(list(mixed)) == expected for mixed in itertools.permutations(told))
