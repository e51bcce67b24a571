from __future__ import annotations

import pytest

from gazetted.matching.forms import with_forms
from gazetted.model.party import Kind


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("zarya ooo", "organization", "zarya llc"),
        ("zarya joint stock compan", "organization", "zarya jsc"),
        ("brigade forty four", "organization", "brigade 44"),
        ("2nd army", "organization", "2 army"),
        ("fund iii", "organization", "fund 3"),
        ("haige comm grp", "organization", "haige communications group"),
        ("min aung", "person", "min aung"),
        ("pao hua", "person", "pao hua"),
        ("abdul karim", "person", "abd al karim"),
        ("eng karimov", "any", "eng karimov"),
        ("jsc", "organization", "jsc"),
    ],
)
def test_one_way_of_writing(words: str, kind: Kind, expected: str) -> None:
    assert " ".join(with_forms(words.split(), kind)[0]) == expected


def test_a_surname_before_a_comma_is_no_legal_form() -> None:
    assert with_forms(["pao", "hua"], "any", surname_first=True)[1] == [False, False]
    assert with_forms(["pao", "hua"], "any")[1] == [True, False]


def test_short_legal_forms_of_unknown_kind_only_at_the_end() -> None:
    assert with_forms(["sa", "ad", "yunis"], "any")[1] == [False, False, False]
    assert with_forms(["danone", "sa"], "any")[1] == [False, True]
