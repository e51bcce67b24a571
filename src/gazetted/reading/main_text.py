"""The main text of a web page by a library made for that, where it is installed (`gazetted[news]`).

Pages of newspapers hold more than their article: teasers, newsletters, cookie notices, comments. Where they do not mark
the article as such, the library tells it from the rest better than `html.py` can. Without it, or where it finds too
little, what `html.py` finds is used. The library is given the page only: it fetches nothing.
"""

from __future__ import annotations

_SUBSTANCE = 200  # characters, from which what the library finds is an article
_LARGEST = 2_000_000  # characters of a page that are given to the library, which builds a tree of it
_DEEPEST = 5_000  # tags that may be open at once in a page that is given to it, as counted without closing any


def main_text(source: str) -> str | None:
    """The article of a web page, a paragraph a block; None where the library is missing or finds none.

    Args:
        source: the page.
    """
    if len(source) > _LARGEST or source.count("<") > _LARGEST // 20 or _depth(source) > _DEEPEST:
        return None
    try:
        from trafilatura import extract
    except ImportError:
        return None
    found = extract(source, include_comments=False, include_links=False, include_images=False, deduplicate=False)
    if not isinstance(found, str) or len(found) < _SUBSTANCE:
        return None
    return "\n\n".join(line.strip() for line in found.splitlines() if line.strip())


def _depth(source: str) -> int:
    """A bound on how deep tags are nested: those opened, less those closed."""
    closed = source.count("</")
    return source.count("<") - 2 * closed
