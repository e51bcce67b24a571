"""Words of documents and records on their way to a model: short, on one line, and without anything invisible.

A document may be written to be taken for an instruction. What is told of it are short spans, each marked as quoted;
characters that a person would not see (direction marks, tags, private ones) are left out, for they can hide words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from gazetted.service.mcp.told import Quote

LONGEST_QUOTE = 160
"""Characters of a span of a document."""

LONGEST_NAME = 90
"""Characters of a name that a document prints."""

LONGEST_TEXT = 220
"""Characters of a text of the record."""

_MARKS = str.maketrans({"«": '"', "»": '"'})
"""What marks a quotation in texts cannot be closed from within one."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


def clean(text: object, most: int = LONGEST_TEXT) -> str:
    r"""A text on one line, without invisible characters, cut with a mark where it is long.

    Args:
        text: the text; None is empty.
        most: characters of the result.

    >>> clean("a\n b\u202e\U000e0041c"), clean("abcdef", 4), clean(None)
    ('a bc', 'abc…', '')
    """
    if text is None:
        return ""
    head = str(text)[: 4 * most].translate(_MARKS)
    seen = "".join(one if unicodedata.category(one) not in _UNSEEN else " " if one in "\n\r\t" else "" for one in head)
    line = " ".join(seen.split())
    return line if len(line) <= most and len(head) == len(str(text)) else f"{line[: most - 1].rstrip()}…"


def quoted(span: Mapping[str, Any]) -> Quote:
    """A span of a document as its words, marked as quoted."""
    return Quote(clean(span.get("text"), LONGEST_QUOTE), int(span.get("start", 0)), int(span.get("end", 0)))
