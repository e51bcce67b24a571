from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.text.normal import latin, normalise

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("al-Qa’ida", "al qaida"),
        ("ʿAbd al-Raḥmān", "abd al rahman"),
        ("SIS d.o.o.", "sis doo"),
        ("U.S. & Co.", "us and co"),
        ("William W. Frost", "william w frost"),
        ("Ｆｕｌｌ\u200b\u00adwidth", "fullwidth"),
        ("Łódź Ørsted Straße", "lodz orsted strasse"),
        ("Ёлкин Йод", "елкин йод"),
        ("مُحَمَّـد", "محمد"),
        ("أحمد إبراهيم آل", "احمد ابراهيم ال"),
        ("قاعدة", "قاعده"),
        ("ガザ", "ガザ"),
        ("ประเทศไทย", "ประเทศไทย"),
        (" ?! ", ""),
    ],
)
def test_normal_form(text: str, form: str) -> None:
    assert normalise(text) == form


@given(ANY_TEXT)
@settings(max_examples=400)
def test_normal_form_is_settled_and_bounded(text: str) -> None:
    form = normalise(text)
    assert normalise(form) == form
    assert len(form) <= 40 * len(text)
    assert form == " ".join(form.split())


@given(ANY_TEXT)
@settings(max_examples=400)
def test_latin_is_ascii_and_settled(text: str) -> None:
    form = latin(text)
    assert form.isascii()
    assert normalise(form) == form == latin(form)


@given(st.text(alphabet="abcdefgh .-'", max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("هيئة تحرير الشام", "hayat tahrir al sham"),
        ("Евгений Пригожин", "yevgeniy prigozhin"),
        ("Παπαδόπουλος", "papadopoylos"),
        ("חמאס", "hmas"),
    ],
)
def test_latin_form(text: str, form: str) -> None:
    assert latin(text) == form


def test_long_runs_of_dots_take_no_time() -> None:
    assert normalise("a." * 50_000).replace(" ", "") == "a" * 50_000
