"""What speaks for two entries being one party."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.record.evidence import Subject, evidence, form_of, is_strong, other_clues, same_form
from gazetted.text.keys import name_clue


def subject(slug: str, name: str = "", *, kind: str = "person", told: bool = False, **more: Any) -> Subject:
    fields = {key: frozenset(value) for key, value in more.items()}
    return Subject(slug, told=told, kind=kind, primary=frozenset({name} if name else ()), **fields)


PERSON = {"name": "OKORO, Daniel Test", "born": {"1960-01-02"}}


@pytest.mark.parametrize(
    ("other", "verdict", "confidence"),
    [
        (subject("b", "Daniel Test Okoro", born={"1960-01-02"}), "same", "high"),
        (subject("b", "Daniel Test Okoro", born={"1960-01-02", "1961"}), "same", "high"),
        (subject("b", "Daniel Test Okoro", born={"1960"}, countries={"NG"}), "same", "medium"),
        (subject("b", "Daniel Test Okoro", born={"circa 1960"}), "proposed", "medium"),
        (subject("b", "Daniel Test Okoro", countries={"NG"}), "proposed", "medium"),
        (subject("b", "Daniel Test Okoro"), "proposed", "low"),
        (subject("b", "Daniel Test Okoro", born={"1975-01-02"}), None, ""),
        (subject("b", "Daniel Test Okoro", born={"1960-01-02"}, genders={"female"}), None, ""),
        (subject("b", "Daniel Test Okoro", kind="vessel"), None, ""),
        (subject("b", "Somebody Else", born={"1960-01-02"}, countries={"NG"}), None, ""),
        (subject("b", "Okoro", born={"1960-01-02"}), None, ""),
        (subject("b", "Okoro Daniel", identifiers={"passport:A1234567"}), "same", "high"),
        (subject("b", "Somebody Else", identifiers={"passport:A1234567"}), "proposed", "low"),
        (subject("b", "Somebody Else", references={"x.list:7"}), "same", "high"),
        (subject("b", "Somebody Else", identifiers={"website:example.org"}), None, ""),
    ],
)
def test_people(other: Subject, verdict: str | None, confidence: str) -> None:
    one = subject(
        "a",
        "OKORO, Daniel Test",
        born={"1960-01-02"},
        countries={"NG"},
        identifiers={"passport:A1234567", "website:example.org"},
        entries={"x.list:7"},
        genders={"male"},
    )
    found = evidence(one, other)
    assert (found.verdict if found else None) == verdict
    assert found is None or (found.confidence == confidence and found.reason)


@pytest.mark.parametrize(
    ("other", "verdict", "confidence"),
    [
        (subject("b", "Northern Star Brigade", kind="organization", countries={"SY"}), "same", "high"),
        (subject("b", "Northern Star Brigade", kind="organization"), "same", "medium"),
        (subject("b", "Northern Star Brigade", kind="any"), "same", "medium"),
        (subject("b", "Northern Star Brigade", kind="organization", countries={"MX"}), "proposed", "low"),
        (subject("b", "Other", kind="organization", others={"Northern Star Brigade"}), "proposed", "low"),
        (
            subject("b", "Other", kind="organization", others={"Northern Star Brigade"}, countries={"SY"}),
            "same",
            "medium",
        ),
        (subject("b", "Northern Star Brigade", kind="person"), None, ""),
    ],
)
def test_bodies(other: Subject, verdict: str | None, confidence: str) -> None:
    one = subject("a", "Northern Star Brigade", kind="organization", countries={"SY"})
    found = evidence(one, other)
    assert (found.verdict if found else None) == verdict
    assert found is None or found.confidence == confidence


def test_a_ship_is_not_known_by_its_name() -> None:
    one = subject("a", "SEA LION QUEEN", kind="vessel", countries={"PA"}, identifiers={"imo:9187629"})
    other = subject("b", "SEA LION QUEEN", kind="vessel", countries={"PA"})
    by_name = evidence(one, other)
    assert by_name is not None
    assert by_name.verdict == "proposed"
    by_number = evidence(one, subject("c", "QUEEN", kind="vessel", identifiers={"imo:9187629"}))
    assert by_number is not None
    assert by_number.verdict == "same"


def test_two_parties_that_facts_speak_of_are_only_proposed() -> None:
    one = subject("a", "Northern Star Brigade", kind="organization", told=True)
    found = evidence(one, subject("b", "Northern Star Brigade", kind="organization", told=True))
    assert found is not None
    assert (found.verdict, found.confidence) == ("proposed", "low")


SUBJECTS = st.builds(
    Subject,
    slug=st.sampled_from("abc"),
    told=st.booleans(),
    kind=st.sampled_from(["person", "organization", "vessel", "any"]),
    entries=st.frozensets(st.sampled_from(["x:1", "y:2"])),
    primary=st.frozensets(st.sampled_from(["Okoro Daniel", "Daniel OKORO", "Star", "مراد علي", ""]), max_size=2),
    others=st.frozensets(st.sampled_from(["Okoro Daniel", "Red Star"]), max_size=2),
    born=st.frozensets(st.sampled_from(["1960-01-02", "1960", "circa 1961", "1950/1955"]), max_size=2),
    countries=st.frozensets(st.sampled_from(["SY", "NG"]), max_size=1),
    identifiers=st.frozensets(st.sampled_from(["passport:A1234567", "tax:1"]), max_size=1),
    references=st.frozensets(st.sampled_from(["x:1", "y:2"]), max_size=1),
)


@given(SUBJECTS, SUBJECTS)
def test_it_does_not_matter_which_comes_first(one: Subject, other: Subject) -> None:
    assert evidence(one, other) == evidence(other, one)


def test_names_in_another_order_and_romanisation() -> None:
    assert same_form(form_of("AL-JAWLANI, Abu Muhammad"), form_of("Abu Mohammed al Julani"))
    assert not same_form(form_of("Hassan Ali"), form_of("Husayn Ali"))
    assert not same_form(form_of("HTS"), form_of("The Houthis"))


def test_subjects_meet_by_names_numbers_and_references() -> None:
    assert name_clue("jln bt") == name_clue("bt jln")
    assert (name_clue("jln bt") % 2, name_clue("x") % 2) == (1, 0)
    assert other_clues("un.sc:QDi.1", (), ()) & other_clues("uk.sanctions:A1", (), ("un.sc:QDi.1",))
    assert not other_clues("a:1", ("website:example.org",), ()) & other_clues("b:1", ("website:example.org",), ())


def test_a_short_number_tells_nobody_apart() -> None:
    assert not is_strong("passport:12-3")
    assert not is_strong("nothing")
