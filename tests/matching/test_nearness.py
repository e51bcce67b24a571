from __future__ import annotations

import pytest

from gazetted.matching.index import NameIndex
from gazetted.matching.nearness import abjad_keys, bare_keys, digit_keys, sound_key, text_key
from gazetted.matching.prepared import prepare
from gazetted.matching.wholes import wholes
from gazetted.model.party import Party, PartyName


@pytest.mark.parametrize(("full", "bare"), [("dragicevic", "drgcvc"), ("mauricio", "mrco"), ("quintana", "qntna")])
def test_a_word_meets_itself_without_vowels_either_way(full: str, bare: str) -> None:
    assert set(bare_keys(bare, held=False)) & set(bare_keys(full, held=True))
    assert set(bare_keys(full, held=False)) & set(bare_keys(bare, held=True))


def test_two_words_with_vowels_do_not_meet_so() -> None:
    assert not set(bare_keys("hasan", held=False)) & set(bare_keys("husayn", held=True))
    assert bare_keys("ab", held=True) == bare_keys("k2m", held=True) == ()


def test_digits_stand_for_letters() -> None:
    assert digit_keys("oc34n") == (text_key("ocean"),)
    assert digit_keys("ocean") == digit_keys("1234") == ()


@pytest.mark.parametrize(
    ("native", "latin"),
    [("יוסף", "yosef"), ("מזרחי", "mizrahi"), ("אליהו", "eliyahu"), ("דוד", "david"), ("พงษ์พานิช", "phongphanit")],
)
def test_words_that_leave_sounds_open_meet_their_latin_forms(native: str, latin: str) -> None:
    assert sound_key(latin) in abjad_keys(native)


def test_a_name_in_one() -> None:
    assert wholes(prepare("Karim Adel Mansour", "person")) == ("karimadelmansour",)
    assert wholes(prepare("Blue Heron Limited", "organization")) == ("blueheronlimited",)
    assert wholes(prepare("Karim", "person")) == wholes(prepare("Li Wu", "person")) == ()
    assert wholes(prepare("كريم منصور عادل", "person")) == ()
    assert wholes(prepare("a, b, c, d, e, f, g, h, i", "any")) == ()


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("KarimAdelMansour", "MANSOUR, Karim Adel"),
        ("MansourKarimAdel", "MANSOUR, Karim Adel"),
        ("silverheronshippingagency", "Silver Heron Shipping Agency"),
        ("BlueHeronLimited", "Blue Heron Limited"),
        ("KarimAbdelRahmanZaki", "Karim Abdel Rahman ZAKI"),
        ("Drgcvc Ktrna Vsna", "Katarina Vesna Dragicevic"),
        ("Oc34n Heron Star", "Ocean Heron Star"),
        ("Yosef Mizrahi", "יוסף מזרחי"),
    ],
)
def test_the_index_offers_them(asked: str, listed: str) -> None:
    others = [PartyName(f"other{at}", text, "primary") for at, text in enumerate(("Blue Harbour", "Jane Holloway"))]
    parties = {"a": Party("a", listed, "any")}
    index = NameIndex.build([PartyName("a", listed, "primary"), *others], parties)
    assert [name.party for name in index.candidates(asked, floor=0.7)] == ["a"]
