from __future__ import annotations

import contextlib
import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import BadDateError, DocumentError, NoDateError
from gazetted.reading.document import load_document

DAY = "2024-12-09"


def test_a_string_is_taken_exactly() -> None:
    text = "\ufeff  Talks\r\n\tgo on \u200b\n\n"
    document = load_document(text, date=DAY)
    assert document.text == text
    assert (document.date.isoformat(), document.date_from, document.html) == (DAY, "option", False)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Türkiye’s".encode(), "Türkiye’s"),
        ("\ufeffTürkiye".encode(), "Türkiye"),
        ("\ufeffTürkiye".encode("utf-16-le"), "Türkiye"),
        ("\ufeffTürkiye".encode("utf-16-be"), "Türkiye"),
        ("Türkiye’s step".encode("windows-1252"), "Türkiye’s step"),
        ("<html><meta charset=windows-1251><p>Хамас".encode("windows-1251"), "Хамас"),
        (b"<html><meta charset=unicode_escape><p>\\x41", "\\x41"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert load_document(content, date=DAY).text == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", r"a\.txt is not text \(it starts like a PDF\)\. Convert it to text first\."),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"abc\0def", "zero bytes"),
        (b"\x01\x02\x03abc", "control characters"),
        (b"\xef\xbb\xbf\xff\xfe", "utf-8"),
        (b"\x81\x8d\x8f" * 10, "windows-1252"),
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"<html><script>x</script></html>", "empty"),
        (b"a" * 1001, "too large"),
    ],
)
def test_what_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        load_document(content, name="a.txt", date=DAY, max_bytes=1000)
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith("a.txt is ")


@pytest.mark.parametrize("bad", ["2024-13-45", "2024-12", "yesterday", ""])
def test_a_bad_date(bad: str) -> None:
    with pytest.raises(BadDateError):
        load_document("Talks go on.", date=bad)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Talks begin\n9 December 2024\nOn 1 May 2025 they end.", "2024-12-09"),
        ("DAMASCUS, 9 December 2024 - The group took the city, and by 1 May 2025 it may rule.", "2024-12-09"),
        ("A first sentence without any day in it, and then some more of it to make it long.\n" * 6
         + "It was listed on 5 June 2018 by one body and on 8 July 2019 by another, and on 3 May 2011 by a third one, "
         "as a long line says which stands among many others of much the same length in this text.\n"
         + "A last sentence without any day in it, and then some more of it to make it long.\n" * 6, "2019-07-08"),
    ],
)  # fmt: skip
def test_date_in_the_text(text: str, day: str) -> None:
    document = load_document(text)
    assert (document.date.isoformat(), document.date_from) == (day, "text")


@pytest.mark.parametrize("text", ["It fell on 9 December.", "It fell on Saturday.", "In June 2014 it fell.", "Talks"])
def test_no_date(text: str) -> None:
    with pytest.raises(NoDateError, match=r"No date found in a\.txt: say .* --date 2024-12-09") as caught:
        load_document(text, name="a.txt")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Officials weigh removal\n\nThe group said so.", "Officials weigh removal"),
        ("Above photo: Getty.\nOfficials weigh removal\nThe group said so.", None),
        ("Only one line", None),
        ("x" * 200 + "\nmore", None),
    ],
)
def test_title_of_plain_text(text: str, title: str | None) -> None:
    assert load_document(text, date=DAY).title == title


def test_a_page() -> None:
    body = "The group said that it would attend the talks. " * 8
    page = f"""<!DOCTYPE html><html><head><title>Talks | Outlet</title>
      <meta property="og:site_name" content="The Outlet">
      <meta property="article:published_time" content="2024-12-09T08:00:00Z"></head><body><nav>Menu</nav>
      <article><header><h1>Talks &amp; more</h1></header><p>{body}<script>var p = "<p>not text</p>"</script></p>
      <p>Second&nbsp;one.<br>Line</p><aside>Related</aside></article><footer>Imprint</footer></body></html>"""
    document = load_document(page.encode())
    assert document.html
    assert (document.title, document.publisher) == ("Talks & more", "The Outlet")
    assert (document.date.isoformat(), document.date_from) == (DAY, "metadata")
    assert document.text == f"Talks & more\n\n{body.strip()}\n\nSecond one.\nLine"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">'
        '{"@graph": [{"datePublished": "2024-12-09", "publisher": {"name": "O"}}]}</script>',
        '<time datetime="2024-12-09T10:00">Monday</time><meta name=publisher content=O>',
        '<meta name="date" content="December 9, 2024"><meta property="og:site_name" content="O">',
    ],
)
def test_particulars_of_a_page(head: str) -> None:
    document = load_document(f"<html>{head}<p>Talks go on.")
    assert (document.date.isoformat(), document.date_from, document.publisher) == (DAY, "metadata", "O")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        document = load_document(content, date=DAY)
    except DocumentError:
        return
    assert document.text.strip()
    assert "\0" not in document.text


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div ", "<nav>", "</nav>", "<!--", "-->", "<script>", "</script>", '"', "'", ">", "<"),
            *("&amp;", "&#0;", "&#x110000;", "<article>", "</article>", "<h1>", "</h1>", "<title>", "<br/>", "text"),
            *("<![CDATA[", "<meta name=date content=", "<time datetime=", '<script type="application/ld+json">', "{"),
            *("[", " ", "\n", "<style>", "</style", "<header>", "\ud800"),
        ]
    ),
    max_size=40,
)


@given(MARKUP)
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    source = "<html>" + "".join(parts)
    try:
        load_document(source, date=DAY)
    except DocumentError:
        return


@given(st.text(alphabet="<>\"'/= aé\n!-", max_size=60))
def test_scripts_and_styles_are_never_text(noise: str) -> None:
    inside = noise.replace("</", "")
    page = f"<html><p>Before<script>{inside}EVIL{inside}</script><style>EVIL</style><p>After"
    text = load_document(page, date=DAY).text
    assert "EVIL" not in text
    assert text.startswith("Before")
    assert text.endswith("After")


def _lines_run(source: str) -> int:
    """How many lines of this package run to take a document in: a measure of work that no clock disturbs."""
    count: Counter[str] = Counter()

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if "gazetted" not in frame.f_code.co_filename:
            return None
        count[event] += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with contextlib.suppress(NoDateError, DocumentError):
            load_document(source)
    finally:
        sys.settrace(before)
    return count["line"]


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "a.b ",
        "(. ",
        "on 9 May ",
        "9 ",
        ". – ",
        "<div>",
        "<nav>",
        '<a "',
        "<!--",
        "&amp;",
        "<b id=1><p>",
        "</nav><nav>",
        "\n",
        "x\n",
    ],
)
def test_work_grows_no_faster_than_the_document(unit: str) -> None:
    start = "<html>x" if unit.startswith(("<", "&")) else "x "
    load_document(start + unit * 10, date=DAY)  # fill the caches
    small, large = _lines_run(start + unit * 200), _lines_run(start + unit * 1600)
    assert small > 0
    assert large <= 10 * small


@pytest.mark.parametrize(
    "source",
    [
        "word and " * 550_000,
        "<html>" + "<div>" * 400_000 + "deep",
        "<html>" + "<b>" * 100_000 + "<p>x" * 100_000,
        "<html>" + "&lol;" * 200_000 + "x",
        "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]><p>&b;",
        '<html><script type="application/ld+json">' + "[" * 100_000 + "</script><p>x",
        "<html><p>x" + '<a href="' * 100_000,
    ],
)
def test_hostile_documents_end_and_do_not_swell(source: str) -> None:
    document = load_document(source, date=DAY)
    assert len(document.text) <= len(source)
