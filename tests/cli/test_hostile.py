"""Text of others on its way to a terminal or a page: nothing in it may act."""

from __future__ import annotations

import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.cli.output import json_text
from gazetted.render.clean import one_line, printable, safe_json

ANSI = "\x1b[31mred\x1b]0;title\x07\x9b2J\x08\x7f"
BIDI = "\u202egro.elpmaxe\u2066"
MARKUP = "[bold red]x[/] [link=https://evil.example]y[/link] :smile:"
HTML = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> </style><style>*{display:none}</style> &amp; '"
HOSTILE = f"{ANSI} {BIDI} {MARKUP} {HTML}"


def _harmless(text: str) -> bool:
    return all(unicodedata.category(one) not in ("Cc", "Cs") or one == "\n" for one in text) and not (
        set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    )


@given(st.text())
def test_printable_text_keeps_its_length_and_holds_nothing_that_acts(text: str) -> None:
    assert len(printable(text)) == len(text)
    assert _harmless(printable(text))


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert _harmless(one_line(text))
    assert len(one_line(text).splitlines()) <= 1


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_is_the_same_document_without_what_a_terminal_acts_upon(value: Any) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert _harmless(text)


def test_safe_json_keeps_names_readable() -> None:
    assert safe_json('"هيئة تحرير الشام"') == '"هيئة تحرير الشام"'


@pytest.fixture
def hostile(record: Any) -> Any:
    """The record with hostile text in every field that somebody else wrote."""
    swap = {"name": HOSTILE, "instrument": HOSTILE, "source": HOSTILE, "note": HOSTILE}
    record.events = tuple(msgspec.structs.replace(event, **swap) for event in record.events)
    record.parties = tuple(msgspec.structs.replace(party, name=HOSTILE, roles=(HOSTILE,)) for party in record.parties)
    ask = record.standing

    def standing(*given: Any, **named: Any) -> list[Any]:
        more = {
            **dict.fromkeys(("as_", "name", "instrument", "source", "doubt", "through"), HOSTILE),
            "programmes": (HOSTILE,),
        }
        return [msgspec.structs.replace(one, **more) for one in ask(*given, **named)]

    record.standing = standing
    record.find = lambda name: [record.parties[0]]
    info = record.states[0].info
    hostile_info = msgspec.structs.replace(info, short=HOSTILE, title=HOSTILE, covers=HOSTILE)
    record.states = (type(record.states[0])(hostile_info, 1, (), "2026-01-01", 1), *record.states[1:])
    read, screen = record.read, record.screen

    def reading(*given: Any, **named: Any) -> Any:
        got = read(*given, **named)
        text = got.text
        over = [msgspec.structs.replace(one, end=text.find("\n", one.end)) for one in got.parties[0].mentions[:1]]
        first = msgspec.structs.replace(
            got.parties[0], mentions=tuple(over), name=HOSTILE, reason=HOSTILE,
            standing_on_date=tuple(standing("x", on="2024-12-09")),
            standing_today=tuple(standing("x", on="2026-01-01")),
        )  # fmt: skip
        others = tuple(msgspec.structs.replace(other, name=HOSTILE) for other in got.others)
        document = msgspec.structs.replace(got.document, title=HOSTILE, publisher=HOSTILE)
        dates = tuple(msgspec.structs.replace(found, text=HOSTILE, iso=HOSTILE) for found in got.dates)
        return msgspec.structs.replace(
            got, parties=(first, *got.parties[1:]), others=others, document=document, dates=dates
        )

    def screening(*given: Any, **named: Any) -> Any:
        got = screen(*given, **named)
        explained = msgspec.structs.replace(
            got.matches[0].explanation, counterfactual=HOSTILE,
            tokens=tuple(
                msgspec.structs.replace(one, query=HOSTILE, listed=HOSTILE)
                for one in got.matches[0].explanation.tokens
            ),
        )  # fmt: skip
        match = msgspec.structs.replace(
            got.matches[0], name=HOSTILE, matched_name=HOSTILE, explanation=explained,
            standings=tuple(standing("x", on="2024-12-09")),
        )  # fmt: skip
        return msgspec.structs.replace(got, query=msgspec.structs.replace(got.query, name=HOSTILE), matches=(match,))

    record.read, record.screen = reading, screening
    return record


@pytest.fixture
def hostile_article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(
        f"Title {HOSTILE}\nThe Harbour Front {HOSTILE} and Emil Orso <b>met</b> the Dockside Post on Monday.\n"
    )
    return path


COMMANDS = [
    ["standing", "HF", "--on", "2024-12-09"],
    ["history", "HF"],
    ["find", "HF"],
    ["changes"],
    ["lists"],
    ["screen", "Harbour Front"],
    ["read", "ARTICLE", "--full"],
]


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_nothing_that_acts_reaches_the_terminal(
    gz: Any, hostile: Any, hostile_article: Path, args: list[str], form: list[str]
) -> None:
    done = gz(*[str(hostile_article) if word == "ARTICLE" else word for word in args], *form)
    assert done.code == 0
    assert _harmless(done.out)
    assert _harmless(done.err)


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_markup_in_names_is_shown_as_it_is(gz: Any, hostile: Any, hostile_article: Path, args: list[str]) -> None:
    shown = gz(*[str(hostile_article) if word == "ARTICLE" else word for word in args]).out
    words = "".join(shown.split())
    assert "[boldred]x[/]" in words
    assert ":smile:" in words


def test_an_error_about_hostile_text_is_clean(gz: Any) -> None:
    done = gz("standing", HOSTILE)
    assert done.code == 3
    assert _harmless(done.err)
    assert done.err.count("\n") == 1


class _Outline(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def outline(gz: Any, hostile: Any, hostile_article: Path, tmp_path: Path) -> _Outline:
    out = tmp_path / "page.html"
    assert gz("read", str(hostile_article), "--html", str(out)).code == 0
    page = out.read_text("utf-8")
    assert _harmless(page)
    return _Outline(page)


def test_hostile_text_adds_no_tags_to_the_page(outline: _Outline) -> None:
    allowed = {
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "ul", "li", "div",
        "main", "sup", "section", "article", "table", "thead", "tbody", "tr", "th", "td", "span", "small", "strong",
        "time", "dl", "dt", "dd", "footer",
    }  # fmt: skip
    assert {tag for tag, _ in outline.tags} <= allowed
    assert [tag for tag, _ in outline.tags].count("style") == 1
    for _, attributes in outline.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
    assert "<script>alert(1)</script>" in "".join(outline.words)


def test_links_of_the_page_go_to_its_parts_or_to_the_web(outline: _Outline) -> None:
    ids = {attributes["id"] for _, attributes in outline.tags if "id" in attributes}
    links = [str(attributes["href"]) for tag, attributes in outline.tags if tag == "a"]
    assert links
    for link in links:
        assert link[1:] in ids if link.startswith("#") else link.startswith("https://")
