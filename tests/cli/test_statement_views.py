"""Statements as a person reads them: by speaker, with the chain of who reports whom."""

from __future__ import annotations

import io

from rich.console import Console

from gazetted.reading.result import Statement
from gazetted.reading.sentences import split_sentences
from gazetted.reading.statements import find_statements
from gazetted.reading.tokens import tokenize
from gazetted.render.statements import statements_html, statements_view

TEXT = "Minister Dana Kessel said the <b>road</b> was shut. An official said it was cold. “It is late,” Kessel said."


def statements(text: str = TEXT) -> tuple[Statement, ...]:
    tokens = tokenize(text)
    return find_statements(text, tokens, split_sentences(text, tokens), publisher="The Lamp")


def printed(*, full: bool, text: str = TEXT) -> list[str]:
    out = Console(file=io.StringIO(), width=80)
    for line in statements_view(statements(text), full=full):
        out.print(line)
    return out.file.getvalue().splitlines()  # type: ignore[attr-defined,no-any-return]


def test_the_short_form_counts() -> None:
    assert printed(full=False) == ["STATEMENTS  3, by 2 speakers (--full to show)", ""]
    assert printed(full=False, text="It rained.") == []


def test_the_full_form_groups_by_speaker() -> None:
    lines = [line.rstrip() for line in printed(full=True)]
    assert lines == [
        "STATEMENTS  3, by 2 speakers",
        "  The Lamp ← Dana Kessel · Minister",
        "    says (said): the <b>road</b> was shut",
        "    says (said): “It is late,”",
        "  The Lamp ← an official · not named",
        "    says (said): it was cold",
        "",
    ]


def test_the_page_escapes_what_the_article_says() -> None:
    page = "\n".join(statements_html(statements()))
    assert "&lt;b&gt;road&lt;/b&gt;" in page
    assert "<b>The Lamp ← Dana Kessel</b>" in page
    assert list(statements_html(())) == []
