"""The text of a web page, with its title, publisher and date.

One pass over the tags, in time and memory linear in the size of the page whatever it holds: no tree is built, because
the cost of building one grows with the square of the nesting, and pages come from strangers. Nothing in the page is run
or fetched, and entities stand for single characters only.

The text is that of `<article>` where there is one of substance, else of `<main>`, else of the page; navigation, asides,
footers, scripts, styles and form controls are left out. Blocks become paragraphs with an empty line between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

import msgspec

_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ATTRIBUTE = re.compile(r"(?<![\w:-])([a-zA-Z][\w:-]*+)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")
_BREAK = "\n\n"
_LINE_SPACE = re.compile(r"[^\S\n]+")
_LONGEST_TAG = 20_000  # characters of a tag that are read for attributes
_LONGEST_DATA = 500_000  # characters of JSON-LD that are read

_RAW = frozenset(
    ("script", "style", "noscript", "template", "iframe", "textarea", "title", "xmp", "noembed", "noframes")
)
_DROPPED = frozenset(
    (
        "nav",
        "aside",
        "footer",
        "header",
        "svg",
        "math",
        "select",
        "button",
        "label",
        "figcaption",
        "object",
        "video",
        "audio",
    )
)
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *(
            "figure",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "html",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
        ),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "head", "header", "nav", "aside", "footer"),
    )
)
_CELLS = frozenset(("td", "th"))
_SUBSTANCE = 200  # characters from which an <article> or <main> is taken for the text of the page
_PAGE = re.compile(
    r"\s{0,100}+(?:<!--[^>]{0,2000}+>\s{0,100}+|<\?xml[^>]{0,500}+>\s{0,100}+)?+"
    r"<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|meta|title|table)\b",
    re.IGNORECASE,
)

_TITLES = ("og:title", "twitter:title", "headline")
_PUBLISHERS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "date",
    "pubdate",
    "publish-date",
)


class Page(msgspec.Struct, frozen=True):
    """What a web page says and what it says of itself.

    Attributes:
        text: its text; paragraphs are separated by an empty line.
        title: its headline.
        publisher: the name of its site.
        dates: what it gives for its date of publication, the most reliable first, as written.
    """

    text: str
    title: str | None
    publisher: str | None
    dates: tuple[str, ...]


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a web page does.

    >>> looks_like_html("<!DOCTYPE html><p>News"), looks_like_html("a < b, <p> is a tag")
    (True, False)
    """
    return _PAGE.match(text.lstrip("\ufeff")[:4096]) is not None


def read_page(source: str) -> Page:
    r"""Take the text and the particulars out of a web page.

    >>> read_page("<title>A page</title><h1>News</h1><p>Tea &amp; <b>talks</b>.<script>x()</script><p>End.")
    Page(text='News\n\nTea & talks.\n\nEnd.', title='News', publisher=None, dates=())
    """
    dropped = set(_DROPPED)
    while True:
        scan = _Scan(frozenset(dropped))
        for name, closing, content in _pieces(source):
            scan.take(name, closing, content)
        if scan.skipped is None:
            return scan.page()
        dropped.discard(scan.skipped)  # never closed: it is no part of the page, but all of what follows


def _pieces(source: str) -> Iterator[tuple[str, bool, str]]:
    """Tags as (name, whether it closes, its inside) and text as ("", False, text); raw elements with their content."""
    position = 0
    size = len(source)
    while position < size:
        start = source.find("<", position)
        if start < 0:
            yield "", False, source[position:]
            return
        if start > position:
            yield "", False, source[position:start]
        if source.startswith(("<!", "<?"), start):
            mark = "-->" if source.startswith("<!--", start) else ">"
            end = source.find(mark, start + 2)
            position = size if end < 0 else end + len(mark)
            continue
        found = _NAME.match(source, start + 1)
        if not found:
            yield "", False, "<"
            position = start + 1
            continue
        position = _tag_end(source, start)
        name, closing = found[1].lower(), source[start + 1] == "/"
        yield name, closing, source[found.end() : min(position - 1, found.end() + _LONGEST_TAG)]
        if name in _RAW and not closing:
            stop = re.compile(f"</{name}", re.IGNORECASE).search(source, position)
            end = stop.start() if stop else size
            yield "#" + name, False, source[position:end]
            position = end


def _tag_end(source: str, start: int) -> int:
    """Offset after the tag; a `>` inside a quoted value does not end it."""
    end = source.find(">", start)
    if end < 0:
        return len(source)
    if source.count('"', start, end) % 2:
        quote = source.find('"', end)
        further = source.find(">", quote) if quote >= 0 else -1
        end = further if further >= 0 else end
    return end + 1


@dataclass(slots=True)
class _Scan:
    """What has been gathered on the way through a page."""

    dropped: frozenset[str]
    skipped: str | None = None  # the element being left out, and how many of its kind are open
    depth: int = 0
    inside: dict[str, int] = field(default_factory=lambda: {"article": 0, "main": 0, "h1": 0})
    # Text of the whole page, of its <article>, of its <main>.
    parts: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))
    headed: bool = False  # whether the first <h1> is over
    heading: list[str] = field(default_factory=list)
    title: str = ""
    data: str = ""  # attributes of the last <script>
    meta: dict[str, str] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, closing: bool, content: str) -> None:
        """One piece of the page."""
        if self.skipped:
            self.depth += 0 if name != self.skipped else -1 if closing else 1
            if not self.depth:
                self.skipped = None
            return
        if not name:
            self.write(unescape(content))
        elif name.startswith("#"):
            self.raw(name, content)
        elif name in self.dropped and not (name == "header" and self.inside["article"]):
            if not closing and not content.endswith("/"):
                self.skipped, self.depth = name, 1
            self.add(_BREAK)
        else:
            self.tag(name, closing, content)

    def tag(self, name: str, closing: bool, content: str) -> None:
        if name in self.inside:
            self.inside[name] = max(0, self.inside[name] + (-1 if closing else 1))
        if name == "h1" and closing and self.heading:
            self.headed = True
        if name in _BLOCKS:
            self.add(_BREAK)
        elif name == "br":
            self.add("\n")
        elif name in _CELLS:
            self.add(" ")
        elif name == "meta":
            values = _attributes(content)
            for key in ("property", "name", "itemprop"):
                if key in values and "content" in values:
                    self.meta.setdefault(values[key].lower(), values["content"])
        elif name == "time" and not closing and (moment := _attributes(content).get("datetime")):
            self.times.append(moment)
        elif name == "script":
            self.data = content

    def write(self, text: str) -> None:
        """Text as it stands in the source, where a line break is no more than a space."""
        text = text.replace("\n", " ").replace("\r", " ")
        self.add(text)
        if self.inside["h1"] and not self.headed:
            self.heading.append(text)

    def add(self, text: str) -> None:
        for part, inside in zip(self.parts, (1, self.inside["article"], self.inside["main"]), strict=True):
            if inside and not (text == _BREAK and part and part[-1] == _BREAK):
                part.append(text)

    def raw(self, name: str, content: str) -> None:
        if name == "#title" and not self.title:
            self.title = " ".join(unescape(content[:_LONGEST_TAG]).split())
        elif name == "#script" and "ld+json" in self.data.lower() and len(content) <= _LONGEST_DATA:
            for key, value in _linked_data(content):
                self.linked.setdefault(key, value)

    def page(self) -> Page:
        """The page as gathered."""
        whole, *preferred = (_tidy("".join(part)) for part in self.parts)
        return Page(
            next((text for text in preferred if len(text) >= _SUBSTANCE), whole),
            self.first(_TITLES) or " ".join("".join(self.heading).split()) or self.title or None,
            self.first(_PUBLISHERS) or self.linked.get("publisher"),
            tuple(value for value in (self.first(_DATES), self.linked.get("date"), *self.times[:3]) if value),
        )

    def first(self, keys: tuple[str, ...]) -> str | None:
        return next((" ".join(self.meta[key].split()) for key in keys if self.meta.get(key, "").strip()), None)


def _tidy(text: str) -> str:
    """White space drawn together, at most one empty line between paragraphs."""
    lines = [line.strip() for line in _LINE_SPACE.sub(" ", text).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _attributes(content: str) -> dict[str, str]:
    return {found[1].lower(): unescape(found[2].strip("\"'")) for found in _ATTRIBUTE.finditer(content)}


def _linked_data(content: str) -> Iterator[tuple[str, str]]:
    """Date of publication and publisher in schema.org data; malformed data says nothing."""
    try:
        waiting = [json.loads(content)]
    except (ValueError, RecursionError):
        return
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            moment, publisher = item.get("datePublished"), item.get("publisher")
            if isinstance(moment, str):
                yield "date", moment
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                yield "publisher", publisher["name"]
            waiting.extend(value for value in item.values() if isinstance(value, dict | list))
