"""The key of a word follows its rules, one after the other, wherever plain replacements take their place."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.text.skeleton import skeleton

RULES = (
    (r"^x", "sh"),
    (r"x", "ks"),
    (r"^abd[aeiou](?:l|([rsnztd])(?=\1))", "abdl"),
    (r"ff$", "v"),
    (r"shch|sch|tsch|tch", "sh"),
    (r"[sc]h", "S"),
    (r"dzh|dj", "j"),
    (r"gh|g", "j"),
    (r"kh|ck|q|c(?![eiy])", "k"),
    (r"c", "s"),
    (r"th|tt", "t"),
    (r"dh|dd", "d"),
    (r"zh|dz", "z"),
    (r"ph", "f"),
    (r"^w|w(?=[aeiou])", "v"),
    (r"^y(?=.)", "Y"),
    (r"^[aeiouyw]+", "A"),
    (r"([a-z])\1+", r"\1"),
    (r"(?<=.)h$", ""),
    (r"[aeiouyw]", ""),
)


@settings(max_examples=1000)
@given(st.text(alphabet="aehdtzscgkwyxfjpqbrl1", min_size=1, max_size=9))
def test_rules(word: str) -> None:
    key = word
    for pattern, put in RULES:
        key = re.sub(pattern, put, key)
    assert skeleton(word) == (key or word)
