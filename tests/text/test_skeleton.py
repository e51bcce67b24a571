from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.text.skeleton import skeleton, skeletons, vowel_classes, vowels_agree


@pytest.mark.parametrize(
    "variants",
    [
        "Jawlani Julani Golani Jolani جولاني",
        "Qaida Qaeda Qa'ida Kaida قاعدة",
        "Mohammed Muhammad Mohamad Mohamed محمد",
        "Hizballah Hezbollah Hizbullah Hizbollah",
        "Usama Osama Oussama أسامة",
        "Nusra Nusrah نصرة",
        "Da'esh Daesh داعش",
        "Hussein Husayn Husain Hossein حسين",
        "Shabaab Shabab شباب",
        "Mujahidin Mujahedeen Mojahedin",
        "Tayyiba Toiba Taiba Tayyaba",
        "Sheikh Shaykh Cheikh",
        "Abdulrahman Abdelrahman Abdurrahman",
        "Lukashenko Lukaschenko Лукашенко",
    ],
)
def test_romanisations_meet(variants: str) -> None:
    assert len({skeleton(word) for word in variants.split()}) == 1


@pytest.mark.parametrize(
    ("left", "right"), [("Hamas", "Hezbollah"), ("Salim", "Karim"), ("Bush", "Habbash"), ("Omar", "Amin")]
)
def test_other_names_do_not_meet(left: str, right: str) -> None:
    assert skeleton(left) != skeleton(right)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("husayn", "hossein", True),
        ("hasan", "husayn", False),
        ("hizballah", "hezbollah", True),
        ("mhmd", "muhammad", True),
        ("mahmud", "muhammad", False),
        ("hamid", "hamad", False),
    ],
)
def test_vowels_tell_names_of_one_skeleton_apart(left: str, right: str, agree: bool) -> None:
    assert vowels_agree(left, right) is agree
    assert vowels_agree(right, left) is agree


def test_random_words_rarely_collide() -> None:
    source = random.Random(7)
    words = {
        "".join(source.choice("bdfghjklmnrstz") + source.choice("aiu") for _ in range(source.randint(3, 4)))
        for _ in range(2000)
    }
    keys = [skeleton(word) for word in sorted(words)]
    collisions = len(keys) * (len(keys) - 1) / 2
    same = sum(1 for a, b in combinations(keys, 2) if a == b)
    assert same / collisions < 0.001


@given(st.text(max_size=30))
def test_never_empty_for_a_word_and_bounded(token: str) -> None:
    key = skeleton(token)
    assert bool(key) == bool(token)
    assert len(key) <= max(len(token), 40 * len(token) + 8)
    assert len(vowel_classes(token)) >= 0


@given(st.lists(st.text(alphabet="abgjkqlmnw", min_size=1, max_size=8), max_size=5))
def test_skeletons_are_those_of_the_words(tokens: list[str]) -> None:
    assert list(skeletons(tuple(tokens))) == [skeleton(token) for token in tokens]


@given(st.text(alphabet="abghjklmnsw", min_size=1, max_size=10))
def test_doubled_letters_count_once(token: str) -> None:
    assert skeleton("".join(letter + letter if letter in "lmn" else letter for letter in token)) == skeleton(
        "".join(letter for at, letter in enumerate(token) if not (letter in "lmn" and at and token[at - 1] == letter))
    )
