from __future__ import annotations

import json
from importlib import resources

import msgspec

from gazetted.matching.compare import compare
from gazetted.matching.comparison import Explanation, Qualifier
from gazetted.matching.sentence import sentence


def test_what_met_what_is_lacking_and_what_would_flip_it() -> None:
    found = compare("Ahmed Hasan Salim", "Ahmad Salim al-Masri", "person")
    said = sentence(found.score, found.explanation)
    assert said.startswith("Below the threshold (0.")
    assert "2 of 3 name parts meet" in said
    assert "“ahmed” ≈ “ahmad” (transliteration)" in said
    assert "only asked: hasan" in said
    assert "“hasan” written as “masri” would bring it to 0.70 or above." in said


def test_qualifiers_are_said() -> None:
    said = sentence(0.8, Explanation((), (Qualifier("birth date", "1980", "1975", -0.25),)))
    assert "birth date contradicts (1980, 1975: -0.25)" in said


def test_the_published_schema_names_every_field() -> None:
    file = resources.files("gazetted.resources") / "matching" / "comparison.schema.json"
    published = json.loads(file.read_text(encoding="utf-8"))
    found = compare("Pyotr Ivanov", "Peter Ivanov", "person").to_dict()
    assert set(found) == set(published["$defs"]["Comparison"]["properties"])
    token = msgspec.to_builtins(found)["explanation"]["tokens"][0]
    assert set(token) == set(published["$defs"]["TokenMatch"]["properties"])
