from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.matching.compare import compare, likeness_of_names
from gazetted.model.party import Kind

WORDS = st.sampled_from(
    [
        "ali",
        "hassan",
        "husayn",
        "muhammad",
        "mohamed",
        "al",
        "bin",
        "abd",
        "rahman",
        "abdulrahman",
        "bank",
        "of",
        "group",
        "ltd",
        "sergei",
        "lavrov",
        "j",
        "6",
        "vii",
        "smith",
        "jon",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("query", "listed", "kind"),
    [
        ("SIS DOO", "SIS d.o.o.", "organization"),
        ("GUANGZHOU HAIGE COMM GRP", "Guangzhou Haige Communications Group Incorporated Company", "organization"),
        ("CNOOC ENERGY TECH & SRVCES LTD", "CNOOC Energy Technology & Services Limited", "organization"),
        ("HAIGE GUANGZHOU", "Guangzhou Haige", "any"),
        ("Jon Smith", "John Smith", "person"),
        ("Li Wu", "Lu Wu", "person"),
        ("Almaz Antey Telecom", "Almaz-Antey Telecommunications LLC", "organization"),
        ("SergeiLavrov", "Sergei Lavrov", "person"),
        ("Abu Mohammad al-Julani", "أبو محمد الجولاني", "person"),
        ("هيئة تحرير الشام", "Hay'at Tahrir al-Sham", "organization"),
        ("Hezbollah", "حزب الله", "organization"),
        ("Lashkar-e-Tayyiba", "Lashkar-i-Toiba", "organization"),
        ("Abdulrahman Salim", "Abd al-Rahman Salim", "person"),
        ("Владимир Путин", "Vladimir Putin", "person"),
        ("MV Blue Star", "Blue Star", "vessel"),
        ("HTS", "Hayat Tahrir al-Sham", "organization"),
    ],
)
def test_the_same(query: str, listed: str, kind: Kind) -> None:
    assert compare(query, listed, kind).score >= 0.70


@pytest.mark.parametrize(
    ("query", "listed", "kind"),
    [
        ("BELLETECH CORP", "11420 CORP.", "any"),
        ("George Bush", "George Habbash", "any"),
        ("EMMA LLC", "emma daniels", "any"),
        ("Hama", "Hamas", "organization"),
        ("Hassan Nasrallah", "Hussein Nasrallah", "person"),
        ("Bashar al-Assad", "Hafez al-Assad", "person"),
        ("Islamic Front", "Islamic Movement", "organization"),
        ("Muhammad", "Muhammad Ali Hassan", "person"),
        ("HTSX", "Hayat Tahrir al-Sham", "organization"),
        ("HTS", "Hayat Tahrir al-Sham", "person"),
        ("Frost, William G.", "William W Frost", "person"),
        ("高石早苗", "高市早苗", "person"),
    ],
)
def test_not_the_same(query: str, listed: str, kind: Kind) -> None:
    assert compare(query, listed, kind).score < 0.70


def test_equal_normal_forms_alone_are_one() -> None:
    assert compare("Al-Qa'ida", "AL QAIDA").score == 1.0
    assert compare("Qaida, al", "Al-Qa'ida").score < 1.0
    assert compare("", "").score == 0.0


def test_an_acronym_is_worth_little_more_than_the_threshold() -> None:
    assert compare("PLO", "Palestine Liberation Organization", "organization").score == 0.75


@pytest.mark.parametrize(
    "ladder",
    [
        ["Sergei Viktorovich Lavrov", "Sergey Viktorovich Lavrov", "Sergey Lavrov", "Sergey Ivanov", "Igor Ivanov"],
        ["Zarya Trading", "Zarya Traiding", "Zaria Traiding", "Zenit Traiding"],
    ],
)
def test_less_alike_scores_less(ladder: list[str]) -> None:
    scores = [compare(ladder[0], name).score for name in ladder]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_explanation_names_each_word_and_the_nearest_change() -> None:
    found = compare("Ahmed Hasan Salim", "Ahmad Salim al-Masri", "person").explanation
    assert [(t.query, t.listed, t.kind) for t in found.tokens] == [
        ("ahmed", "ahmad", "transliteration"),
        ("hasan", None, "extra"),
        ("salim", "salim", "exact"),
        (None, "al", "missing"),
        (None, "masri", "missing"),
    ]
    assert found.counterfactual == "“hasan” written as “masri” would bring it to 0.70 or above"
    above = compare("Vladimir Putin", "Vladimir V. Putin", "person").explanation
    assert above.counterfactual is not None
    assert "below 0.70" in above.counterfactual


def test_the_named_change_flips_the_verdict() -> None:
    assert (
        compare("Sergey Lavrov", "Sergei Lavrov", "person").score
        >= 0.70
        > compare("Sergey Lavrov", "Sergei Matviyenko").score
    )


@given(NAMES, NAMES, st.sampled_from(["any", "person", "organization"]))
@settings(max_examples=300, deadline=None)
def test_score_is_bounded_and_symmetric(left: str, right: str, kind: Kind) -> None:
    score = compare(left, right, kind).score
    assert 0.0 <= score <= 1.0
    assert (score == 1.0) == (left == right)
    assert compare(right, left, kind).score == pytest.approx(score, abs=0.0001)
    assert likeness_of_names(left, right, kind) == score


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None)
def test_never_raises(left: str, right: str) -> None:
    found = compare(left, right)
    assert 0.0 <= found.score <= 1.0
    msgspec.json.encode(found.explanation)


@given(NAMES, NAMES)
@settings(max_examples=200, deadline=None)
def test_every_word_is_explained_once(left: str, right: str) -> None:
    tokens = compare(left, right).explanation.tokens
    said = " ".join(t.query for t in tokens if t.query).split()
    assert len(said) == len(compare(left, left).explanation.tokens)
