"""Text of others made safe to print.

Names and articles come from anywhere. A control character in one of them could move the cursor, change colours or
retitle the window; a character that reverses the writing direction could make a line read as something else.
"""

from __future__ import annotations

import re

# Marks of direction that only hint (U+200E, U+200F) stay: Arabic and Hebrew names are written with them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2065-\u206f\ufff9-\ufffb\ud800-\udfff]")
_BLANK = re.compile(r"[\s\u2028\u2029]+")
_JSON_UNSAFE = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
MARK = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    r"""The text with each control character and direction mark replaced, character for character; keeps line ends.

    Its length is that of the text, so offsets stay true.

    >>> printable("a\x1b[31mb\tc")
    'a�[31mb c'
    """
    return _CONTROL.sub(MARK, text.replace("\t", " ").replace("\r", " "))


def one_line(text: str) -> str:
    r"""The text on one line, safe to print.

    >>> one_line("Al\n  Qa'ida")
    "Al Qa'ida"
    """
    return printable(_BLANK.sub(" ", text)).strip()


def safe_json(text: str) -> str:
    r"""A JSON document with the characters escaped that JSON lets through but a terminal would act upon.

    >>> safe_json('"\x9b31m"')
    '"\\u009b31m"'
    """
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
