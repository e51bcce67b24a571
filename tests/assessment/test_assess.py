"""Dated facts: what bound whom on a day. They follow hts_timeline.csv and legal_effects.md, sections 1 to 4."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from gazetted.api import Record, open_record
from gazetted.assessment.result import ADVICE, Assessment, Ended, ReaderAnswer
from gazetted.errors import BadDateError, UnknownPartyError, UsageError

HTS = "HTS"


def _bound(assessed: Assessment) -> set[str]:
    return {one.list_key for one in assessed.effects}


def _titles(assessed: Assessment) -> set[str]:
    return {one.id for one in assessed.effects}


def _allowed(assessed: Assessment) -> set[str]:
    return {one.id for one in assessed.exceptions}


def _reader(assessed: Assessment, key: str) -> ReaderAnswer:
    return next(one for one in assessed.readers if one.reader == key)


def _gone(assessed: Assessment) -> dict[str, Ended]:
    return {one.list_key: one for one in assessed.ended}


@pytest.mark.parametrize(
    ("day", "bound", "not_bound"),
    [
        ("2016-01-01", {"us.fto", "us.sdn", "un.sc", "uk.proscribed", "eu.fsf", "ca.entities", "au.terrorist"}, set()),
        ("2024-12-09", {"us.fto", "us.sdn", "un.sc", "uk.proscribed", "eu.fsf", "ca.entities"}, set()),
        ("2025-08-01", {"us.sdn", "un.sc", "uk.proscribed", "eu.fsf", "ca.entities"}, {"us.fto"}),
        ("2026-01-01", {"us.sdn", "un.sc", "uk.proscribed", "eu.fsf"}, {"us.fto", "ca.entities"}),
        ("2026-03-15", {"us.sdn", "uk.proscribed"}, {"us.fto", "ca.entities", "un.sc"}),
        ("2026-08-01", {"us.sdn", "uk.proscribed"}, {"us.fto", "ca.entities", "un.sc", "eu.fsf"}),
    ],
)
def test_which_lists_bound_on_a_day(record: Record, day: str, bound: set[str], not_bound: set[str]) -> None:
    found = _bound(record.assess(HTS, on=day))
    assert bound <= found
    assert not found & not_bound


def test_no_list_binds_before_the_first_listing(record: Record) -> None:
    assessed = record.assess(HTS, on="2010-01-01")
    assert assessed.effects == ()
    assert assessed.readers == ()
    assert all(not answer.effects for answer in assessed.acts)
    assert [answer.act for answer in assessed.acts] == ["talk", "pay", "aid", "trade"]


def test_after_the_revocation_material_support_is_gone_for_a_us_person_and_blocking_is_not(record: Record) -> None:
    assessed = record.assess(HTS, on="2025-08-01")
    us = _reader(assessed, "us-person")
    assert us.effects == ("us.sdn/blocked", "us.sdn/sdgt-services")
    assert us.ended == ("us.fto",)
    assert {"us.sdn/gtsr-ngo", "us.sdn/gtsr-official"} <= set(us.exceptions)
    gone = _gone(assessed)["us.fto"]
    assert gone.until == "2025-07-08"
    assert "Material support is an offence" in gone.effects
    assert "conduct before" in (gone.what or "")
    assert "1189(a)(7)" in gone.instrument


def test_a_uk_charity_stays_bound_by_proscription_and_by_the_un_entry(record: Record) -> None:
    charity = _reader(record.assess(HTS, on="2025-08-01"), "uk-charity")
    assert {"un.sc/uk-designated", "uk.proscribed/terrorist-property", "uk.proscribed/support"} <= set(charity.effects)
    assert {"uk.proscribed/private-meeting", "un.sc/uk-humanitarian"} <= set(charity.exceptions)
    assert charity.ended == ()


def test_a_bank_hears_of_its_accounts_and_not_of_membership(record: Record) -> None:
    bank = _reader(record.assess(HTS, on="2025-08-01"), "bank")
    assert {"us.sdn/blocked", "us.sdn/sdgt-secondary", "eu.fsf/freeze", "ca.entities/property"} <= set(bank.effects)
    assert not {"uk.proscribed/membership", "uk.proscribed/articles"} & set(bank.effects)
    assert "us.fto" in bank.ended


def test_talking_is_answered_by_effects_and_exceptions(record: Record) -> None:
    assessed = record.assess(HTS, on="2024-12-09")
    talk = next(one for one in assessed.acts if one.act == "talk")
    assert "uk.proscribed/support" in talk.effects
    assert "us.fto/material-support" not in talk.effects
    assert {"us.fto/officials-may-talk", "uk.proscribed/private-meeting"} <= set(talk.exceptions)
    assert {"us.fto", "un.sc", "ca.entities"} <= set(talk.untouched)


def test_the_aid_exception_of_2664_ended_as_that_of_2761_began(record: Record) -> None:
    assert "un.sc/res-2664-aq" in _allowed(record.assess(HTS, on="2024-12-01"))
    later = _allowed(record.assess(HTS, on="2024-12-09"))
    assert "un.sc/res-2761" in later
    assert "un.sc/res-2664-aq" not in later


def test_what_rests_on_a_doubtful_standing_is_doubtful(record: Record) -> None:
    effects = {one.id: one for one in record.assess(HTS, on="2025-08-01").effects}
    assert "three" in (effects["au.terrorist/offences"].doubt or "") or "3 years" in (
        effects["au.terrorist/offences"].doubt or ""
    )
    assert effects["us.sdn/blocked"].doubt is None
    assert effects["uk.proscribed/support"].through == "al-qaida"
    assert effects["us.sdn/blocked"].through is None


def test_without_the_us_list_every_other_is_named_with_whom_it_binds_and_by_which_act(record: Record) -> None:
    assessed = record.assess(HTS, on="2024-12-09", without=["us.fto"])
    remaining, lifted = assessed.remaining, assessed.lifted
    assert remaining is not None
    assert lifted is not None
    lists = {"us.sdn", "un.sc", "uk.proscribed", "eu.fsf", "ca.entities", "au.terrorist", "tr.masak", "ru.unified"}
    assert {one.list_key for one in remaining.standings} == lists
    assert {one.list_key for one in remaining.effects} == lists
    assert all(one.instrument and one.who and one.binds for one in remaining.effects)
    assert {one.list_key for one in lifted.effects} == {"us.fto"}
    assert {one.id for one in (*remaining.effects, *lifted.effects)} == _titles(assessed)
    assert "us-person" in {one.reader for one in remaining.readers}


def test_without_the_un_entry_the_uk_designation_goes_with_it_and_proscription_stays(record: Record) -> None:
    assessed = record.assess(HTS, on="2025-08-01", without=["us.sdn", "un.sc"])
    assert assessed.remaining is not None
    readers = {one.reader: one for one in assessed.remaining.readers}
    assert "us-person" not in readers
    assert "state" not in readers
    assert "un.sc/uk-designated" not in readers["uk-charity"].effects
    assert "uk.proscribed/terrorist-property" in readers["uk-charity"].effects
    assert assessed.lifted is not None
    assert {one.list_key for one in assessed.lifted.standings} == {"us.sdn", "un.sc"}


def test_without_a_list_that_does_not_bind_nothing_is_lifted(record: Record) -> None:
    assessed = record.assess(HTS, on="2025-08-01", without=["us.fto"])
    assert assessed.lifted is not None
    assert assessed.lifted.standings == ()


def test_what_changed_between_two_days(record: Record) -> None:
    changed = record.assess(HTS, on="2025-08-01", since="2024-12-09").changed
    assert changed is not None
    assert [(one.list_key, one.before, one.after) for one in changed.shifts] == [
        ("us.fto", "in force since 2018-06-01", "removed 2025-07-08")
    ]
    assert "us.fto: Material support is an offence" in changed.ended
    assert changed.begun == ()
    days = [event.date.iso for event in changed.events if event.date]
    assert days == sorted(days)
    assert {"2025-06-23", "2025-07-07", "2025-07-08"} <= set(days)
    assert "2024-12-09" not in days


def test_a_new_listing_begins_effects(record: Record) -> None:
    changed = record.assess("ansarallah", on="2025-03-06", since="2025-03-01").changed
    assert changed is not None
    assert "us.fto/material-support" in changed.begun


def test_a_relisted_party_is_bound_in_intervals(record: Record) -> None:
    assert "us.fto" in _bound(record.assess("Ansarallah", on="2021-01-20"))
    assert "us.fto" not in _bound(record.assess("Ansarallah", on="2021-03-01"))
    assert "us.fto" in _bound(record.assess("Ansarallah", on="2025-03-06"))


def test_a_name_that_was_removed_while_another_stays_is_said_to_be_both(record: Record) -> None:
    gone = _gone(record.assess("Hay'at Tahrir al-Sham", on="2025-12-01"))["uk.proscribed"]
    assert gone.still_binds
    assert gone.until == "2025-11-11"


def test_a_person_leaves_lists_while_the_group_stays(record: Record) -> None:
    assessed = record.assess("ahmed-al-sharaa", on="2025-12-01")
    assert not _bound(assessed) & {"us.sdn", "un.sc", "uk.sanctions"}
    assert {"us.sdn", "un.sc", "uk.sanctions"} <= _gone(assessed).keys()
    assert "un.sc" in _bound(record.assess(HTS, on="2025-12-01"))


def test_a_contested_listing_binds(record: Record) -> None:
    assessed = record.assess("Palestine Action", on="2026-03-01")
    assert [one.status for one in assessed.standings] == ["contested"]
    assert "uk.proscribed/support" in _titles(assessed)


def test_states_and_programmes_have_effects_of_their_own(record: Record) -> None:
    assert "us.state-sponsors/four-sanctions" in _titles(record.assess("syria", on="2025-01-01"))
    assert "us.programmes/programme" in _titles(record.assess("caesar-act", on="2025-01-01"))


def test_an_own_list_binds_nobody_by_law(tmp_path: Path) -> None:
    own = tmp_path / "harbour.csv"
    own.write_text("id,kind,name,listed\n1,vessel,Harbour Star,2015-06-10\n", encoding="utf-8")
    with open_record(tmp_path / "r.sqlite") as record:
        record.load(own, source="harbour", date="2026-01-01")
        assessed = record.assess("Harbour Star", on="2026-01-01")
    assert [one.status for one in assessed.standings] == ["in force"]
    assert assessed.effects == ()
    assert [gap.list_key for gap in assessed.unknown] == ["own.harbour"]
    assert "binds nobody by law" in assessed.unknown[0].why
    assert "un.sc" in {gap.list_key for gap in assessed.uncovered}
    assert "us.fto" not in {gap.list_key for gap in assessed.uncovered}  # no vessel stands there


def test_lists_that_say_nothing_are_named(record: Record) -> None:
    gaps = {gap.list_key: gap.why for gap in record.assess(HTS, on="2025-08-01").uncovered}
    assert "uk.sanctions" in gaps
    assert gaps["uk.sanctions"]
    assert "us.state-sponsors" not in gaps
    assert "us.fto" not in gaps


def test_every_effect_and_exception_is_cited(record: Record) -> None:
    assessed = record.assess(HTS, on="2024-12-09")
    for one in (*assessed.effects, *assessed.exceptions):
        assert one.instrument, one.id
        assert one.source, one.id
    numbers = {one.id for one in (*assessed.effects, *assessed.exceptions)}
    named = {key for act in assessed.acts for key in (*act.effects, *act.exceptions)}
    named |= {key for reader in assessed.readers for key in (*reader.effects, *reader.exceptions)}
    assert named == numbers
    for exception in assessed.exceptions:
        assert exception.lifts or exception.sort == "scope"


def test_the_json_form_has_what_the_contract_names(record: Record) -> None:
    plain = record.assess(HTS, on="2025-08-01").to_dict()
    assert plain["on"] == "2025-08-01"
    assert plain["advice"] == ADVICE
    assert "not legal advice" in plain["advice"]
    assert plain["signals"] == []
    fields = {"list", "who", "what", "instrument", "source", "confidence"}
    assert all(fields <= one.keys() for one in (*plain["effects"], *plain["exceptions"]))
    assert {"list", "status", "as", "through"} <= plain["standings"][0].keys()
    assert not {"remaining", "lifted", "without", "changed"} & plain.keys()
    thought = record.assess(HTS, on="2025-08-01", without=["un.sc"], since="2025-01-01").to_dict()
    assert {"standings", "effects", "exceptions", "readers"} == thought["remaining"].keys()
    assert thought["changed"]["events"][0]["list"] == "us.programmes"
    assert msgspec.json.decode(msgspec.json.encode(thought)) == thought


def test_the_same_question_has_the_same_answer(record: Record) -> None:
    assert record.assess(HTS, on="2025-08-01") == record.assess(HTS, on="2025-08-01")


def test_what_was_not_known_is_not_used(record: Record) -> None:
    with pytest.raises(UnknownPartyError):
        record.assess(HTS, on="2025-08-01", known="1999-01-01")


def test_wrong_questions_are_refused(record: Record) -> None:
    with pytest.raises(UsageError, match=r"no\.such"):
        record.assess(HTS, without=["no.such"])
    with pytest.raises(BadDateError, match="later than the day asked"):
        record.assess(HTS, on="2025-01-01", since="2025-01-02")
    with pytest.raises(UnknownPartyError):
        record.assess("Qwzx Vbnmkj Nobody")


def test_a_later_name_is_no_doubt_about_what_binds(record: Record) -> None:
    assessed = record.assess("HTS", on="2016-01-01")
    effects = {one.id: one.doubt for one in assessed.effects}
    assert effects["us.fto/material-support"] is None
    assert any("stands there only since" in (one.doubt or "") for one in assessed.standings)
    later = {one.id: one.doubt for one in record.assess("HTS", on="2026-03-15").effects}
    assert "between 2026-02-27 and 2026-07-21" in (later["eu.fsf/freeze"] or "")


def test_what_happened_around_the_listings_is_told_up_to_the_day(record: Record) -> None:
    context = record.assess("HTS", on="2025-08-01").context
    days = [one.date.iso for one in context if one.date]
    assert days == sorted(days)
    assert "2025-07-08" in days
    assert max(days) <= "2025-08-01"
    assert all(one.what == "context" for one in context)


def test_a_step_whose_day_is_only_bounded_says_so(record: Record) -> None:
    leaving = {one.list_key: one for one in record.assess("HTS", on="2026-11-22").leaving}
    (step,) = leaving["eu.fsf"].seen
    assert step.date_bounds == ("2026-02-27", "2026-07-21")
    assert leaving["us.fto"].seen[-1].date_bounds is None
    assert "10 Nov if laid on 20 Oct" in leaving["uk.proscribed"].seen[-1].note
