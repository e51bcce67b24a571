"""What the record has that begins with a piece of text."""

from __future__ import annotations

import pytest

from gazetted.model.party import Party, PartyName
from gazetted.reading import openings
from gazetted.reading.aliases import AliasIndex
from gazetted.reading.openings import opening_of

NAMES = ("Grey Lantern", "Marqab", "Torch")


@pytest.fixture
def small() -> AliasIndex:
    parties = {name: Party(name, name, "organization") for name in NAMES}
    names = [PartyName(name, name, "primary", ("us.fto", "un.sc", "eu.cp931")) for name in NAMES]
    return AliasIndex.build(names, parties)


def test_a_word_that_begins_a_name(small: AliasIndex) -> None:
    grey = opening_of("Grey", small)
    assert (grey.key, grey.sure) == ("grey", False)
    assert grey.exact is not None
    assert "lantern" in grey.exact
    assert grey.begun is grey.exact


def test_a_word_that_is_one(small: AliasIndex) -> None:
    assert opening_of("Marqab", small).sure
    assert not opening_of("marqab", small).sure
    assert not opening_of("Torch", small).sure  # a plain word


def test_a_word_that_begins_none(small: AliasIndex) -> None:
    bread = opening_of("Bread", small)
    assert (bread.exact, bread.loose, bread.begun, bread.begun_loosely) == (None, None, None, None)
    assert opening_of(",", small).key == ""


def test_what_is_found_is_remembered_within_bounds(small: AliasIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opening_of("Grey", small) is opening_of("Grey", small)
    monkeypatch.setattr(openings, "_MOST", 5)
    for number in range(40):
        opening_of(f"word{number}", small)
        opening_of("long" * 50 + str(number), small)
    assert len(small.openings) <= 5
    assert all(len(piece) < 100 for piece in small.openings)
