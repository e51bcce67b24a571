from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.text.evasion import LONGEST, unmask


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Vla\u200bdimir Pe\u2060trov", "Vladimir Petrov"),
        ("Vl\u0430dimir P\u0435tr\u043ev", "Vladimir Petrov"),
        ("\u0422\u0410\u0415\u0412, \u041do\u0455sein", "TAEB, Hossein"),
        ("Вл\u0061димир", "Владимир"),
        ("\uff30\uff45\uff54\uff52\uff4f\uff56", "Petrov"),
        ("P3tr0v", "Petrov"),
        ("8arakat", "barakat"),
        ("Ha$$an M@nsour", "Hassan Mansour"),
        ("Petrooooov", "Petroov"),
        ("P.e.t.r.o.v Ivan", "Petrov Ivan"),
        ("P e t r o v", "Petrov"),
    ],
)
def test_disguises_are_undone(written: str, meant: str) -> None:
    assert unmask(written).text == meant


@pytest.mark.parametrize(
    "plain",
    [
        "Owen & Sons (1998) Ltd.",
        "Brigade 44",
        "Fund VIII",
        "3M Company",
        "1st Battalion",
        "M23",
        "Trust 2007-AHL1",
        "Маша Сорока",
        "Α. Παπαδόπουλος",
        "محمد علي",
        "王建国",
        "U.S.A.",
        "O'Neill-Smith",
        "",
    ],
)
def test_plain_text_stays(plain: str) -> None:
    assert unmask(plain).text == plain


def test_the_way_back_is_exact() -> None:
    written = "Mr \u0420\u200beter H0lm"
    found = unmask(written)
    assert found.text == "Mr Peter Holm"
    start = found.text.index("Peter")
    assert written[slice(*found.span(start, start + 5))] == "\u0420\u200beter"
    assert found.span(0, 0) == (0, 0)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_undone_once_and_for_all(text: str) -> None:
    found = unmask(text)
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)
    assert all(0 <= at < len(text) for at in found.offsets)


def test_long_text_keeps_its_tail() -> None:
    text = "\u0430b" * LONGEST
    assert len(unmask(text).text) == len(text)
