"""A gov.uk page cut into its blocks of text: headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from html import unescape

import msgspec

# A tag, or a run of text; each alternative stops at the next sign, so that time is linear whatever the page holds.
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})[^<>]*>|<[^<>]*>|[^<]+|<")
_RAW = re.compile(r"<(script|style|noscript|template)\b[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    {"p", "li", "tr", "div", "section", "ul", "ol", "table", "main", "article", "header", "footer", "dt", "dd", "title"}
)
_CELLS = frozenset({"td", "th", "br"})
_BOLD = frozenset({"strong", "b"})


class Block(msgspec.Struct, frozen=True):
    """A block of text.

    Attributes:
        text: its text, spaces made single.
        level: 1 to 6 for a heading, else 0.
        bold: the text begins in bold.
        item: it is an item of a list.
    """

    text: str
    level: int = 0
    bold: bool = False
    item: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.level > 0

    @property
    def title(self) -> bool:
        """Whether it may name what follows: a heading, or a paragraph that begins in bold."""
        return self.heading or self.bold


def blocks(html: str) -> list[Block]:
    """The blocks of a page in their order; scripts, styles and comments are left out.

    >>> [(b.text, b.level, b.bold) for b in blocks("<h3>A &amp; B</h3><p><strong>C</strong> d<p>e")]
    [('A & B', 3, False), ('C d', 0, True), ('e', 0, False)]
    """
    found: list[Block] = []
    text: list[str] = []
    level, bold, item = 0, False, False

    def end() -> None:
        nonlocal bold, item
        if whole := " ".join(unescape("".join(text)).split()):
            found.append(Block(whole, level, bold, item))
            item = False
        text.clear()
        bold = False

    for token in _TOKEN.finditer(_without_raw(html)):
        name = (token[2] or "").lower()
        if not name:
            if not token[0].startswith("<") or token[0] == "<":
                text.append(token[0])
        elif _HEADING.fullmatch(name):
            end()
            level = 0 if token[1] else int(name[1])
        elif name in _BLOCKS:
            end()
            item = not token[1] and (name == "li" or (item and name == "p"))
        elif name in _CELLS:
            text.append(" ")
        elif name in _BOLD and not token[1] and not "".join(text).strip():
            bold = True
    end()
    return found


def _without_raw(html: str) -> str:
    """The page without comments and without elements whose content is no text."""
    kept: list[str] = []
    place = 0
    lower = html.lower()
    while True:
        raw = _RAW.search(html, place)
        comment = html.find("<!--", place)
        if comment >= 0 and (raw is None or comment < raw.start()):
            start, end, after = comment, html.find("-->", comment + 4), 3
        elif raw is not None:
            start, end, after = raw.start(), lower.find(f"</{raw[1].lower()}", raw.end()), 0
        else:
            kept.append(html[place:])
            return "".join(kept)
        kept.append(html[place:start])
        if end < 0:
            return "".join(kept)
        place = end + after
