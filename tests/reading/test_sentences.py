from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize

TRICKY = st.text(alphabet='aB .!?…"”’“(\n\r-–’1。\u200b', max_size=80)


def pieces(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It fell.", "He left."],
        ["J.D. Vance met George W. Bush.", "They spoke."],
        ["The U.S. State Department listed it.", "It is in the U.S.", "The group denied it."],
        ["Gen. Smith and Dr. Ali met Sen. Cruz."],
        ["It grew by 3.5 per cent.", "12 men died."],
        ["Resolution No. 2254 and Art. 5 apply.", "He said no.", "They left."],
        ["It began on Dec. 9, 2024.", "It ended."],
        ["“One can hope.", "Time will tell.”", "He left."],
        ["“Will they go?” he asked.", "Nobody knew."],
        ["“Will they go?” Vance asked."],
        ["He called it a “swift decision.”", "HTS was proscribed."],
        ["We must be smart … and pragmatic.", "He said so."],
        ["It ended.", "al-Sharaa spoke next."],
        ['He said: "Stop!"', "(He meant it.)"],
        ["Acme Inc. said so.", "It paid Foo Ltd.", "The deal closed."],
        ["1. The first point."],
        ["هل سقطت؟", "نعم سقطت."],
    ],
)
def test_one_paragraph(sentences: list[str]) -> None:
    assert pieces(" ".join(sentences)) == sentences


def test_headings_and_captions_stand_alone() -> None:
    assert pieces("A heading\nAbove photo: Getty.\n\nThe text. It goes on.\n") == [
        "A heading",
        "Above photo: Getty.",
        "The text.",
        "It goes on.",
    ]


def test_unspaced_scripts() -> None:
    assert pieces("他走了。他回来了。") == ["他走了。", "他回来了。"]


def test_wrapped_text_is_one_paragraph() -> None:
    text = (
        "The government is considering the removal of the organisation\n"
        "Hayat Tahrir al-Sham from the list of proscribed organisations\n"
        "after its forces took Damascus. No decision has been made yet.\n\n"
        "Another paragraph."
    )
    found = split_sentences(text)
    assert [one.paragraph for one in found] == [0, 0, 1]
    assert "organisation\nHayat" in text[found[0].start : found[0].end]


@given(st.one_of(st.text(), TRICKY))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    covered = [0] * len(text)
    paragraph = 0
    for one in split_sentences(text, tokenize(text)):
        piece = text[one.start : one.end]
        assert piece
        assert piece == piece.strip()
        assert one.paragraph >= paragraph
        paragraph = one.paragraph
        for at in range(one.start, one.end):
            covered[at] += 1
    assert all(count == 1 for char, count in zip(text, covered, strict=True) if not char.isspace())
    assert max(covered, default=0) <= 1
