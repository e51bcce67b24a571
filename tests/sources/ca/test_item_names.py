from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.sources.ca.item_names import split_item


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sample Gang", ["Sample Gang"]),
        ("Sample Gang (SG)", ["Sample Gang", "SG"]),
        ("Sample Gang (“Gang of Samples”)", ["Sample Gang", "Gang of Samples"]),
        ("Sample’s Wing of Foo, the Foo Wing (FW)", ["Sample’s Wing of Foo", "Foo Wing", "FW"]),
        ("Foo (also known as Bar)", ["Foo", "Bar"]),
        ("Foo (also known among other names as: Bar and Baz)", ["Foo", "Bar", "Baz"]),
        ("Foo (also known as Bar, Rise and Fall, and War and Peace)", ["Foo", "Bar", "Rise and Fall", "War and Peace"]),
        ("Foo (also known as Bar et Baz)", ["Foo", "Bar", "Baz"]),
        (
            "Foo (also known as Bar (BAR, First of Bars / Last of Bars))",
            ["Foo", "Bar", "BAR", "First of Bars", "Last of Bars"],
        ),
        (
            "Foo (also known as Army of Mustafa (Mostafa, Mustapha))",
            ["Foo", "Army of Mustafa", "Army of Mostafa", "Army of Mustapha"],
        ),
        ("Foo (also known as Relief Fund (Canada) and Bars (Guardians))", ["Foo", "Relief Fund", "Bars"]),
        ("Foo (also known as Foo katiba (brigade) Bar)", ["Foo", "Foo katiba (brigade) Bar"]),
        ("Foo (also known as Sample Province (SPX or SPY))", ["Foo", "Sample Province", "SPX", "SPY"]),
        ("Foo (also known as Bar (BAR", ["Foo", "Bar", "BAR"]),
        ("A. I. C. Foo (also known as A. I. C. Bar)", ["A. I. C. Foo", "A. I. C. Bar"]),
        ("(also known as Foo)", ["Foo"]),
        ("()", []),
        ("", []),
    ],
)
def test_names_of_an_item(text: str, names: list[str]) -> None:
    found = split_item(text)
    assert [name.text for name in found] == names
    assert [name.name_type for name in found[:1]] == ["primary"][: len(names)]


def test_a_former_name_is_one() -> None:
    assert [(name.text, name.name_type) for name in split_item("Foo (formerly known as Bar)")] == [
        ("Foo", "primary"),
        ("Bar", "former"),
    ]


def test_a_name_with_commas_of_its_own_stays_whole() -> None:
    text = "Foo (also known as Bar of Ink, Pens and Paper and Baz)"
    assert [name.text for name in split_item(text, {"Bar of Ink, Pens and Paper"})] == [
        "Foo",
        "Bar of Ink, Pens and Paper",
        "Baz",
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="Ab C(),;/“”and kowsl.-&", max_size=120))
def test_any_text_gives_printed_names(text: str) -> None:
    names = [name.text for name in split_item(text)]
    assert len(names) == len(set(names))
    for name in names:
        assert name == name.strip()
        assert any(map(str.isalnum, name))
