from __future__ import annotations

import pytest

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.mentions import find_mentions
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hayat Tahrir al-Sham (HTS) spoke.", {"hts": "hayat-tahrir-al-sham"}),
        ("The Justice Initiative (JI) spoke.", {"ji": None}),
        ("SDF (Syrian Democratic Forces) spoke.", {"sdf": None}),
        ("The Mujahedin-e Khalq (MEK), he said.", {"mek": "mujahedin-e-khalq"}),
        ("Jaish-e-Mohammed (JeM; banned in 2001) spoke.", {"jem": "jaish-e-mohammed"}),
        ("Boko Haram, also known as the Lantern Circle, spoke.", {"lanterncircle": "boko-haram"}),
        ("Hamas (pictured) spoke to Reuters (AP).", {}),
        ('Hamas ("the Group") spoke.', {}),
        ("Hamas (2006) spoke (US).", {}),
    ],
)
def test_definitions(text: str, expected: dict[str, str | None], index: AliasIndex) -> None:
    tokens = tokenize(text)
    words = words_of(text, tokens, split_sentences(text, tokens))
    found = find_mentions(text, words, index).definitions
    assert {"".join(one.keys): one.party for one in found} == expected
