"""UTF-8 that was taken for windows-1252 on its way: "donâ€™t" for "don’t"."""

from __future__ import annotations

import re

_RUN = re.compile(r"[^\x00-\x7f]+")
_SHARE = 2 / 3  # of the runs of such signs: a text where fewer can be undone was not damaged in this way
_FEWEST_LETTERS = 2  # of a run: a sign that became one letter was none of several bytes

# The five bytes that windows-1252 leaves open are read as control characters (WHATWG Encoding Standard).
_OPEN = {code: bytes([code]) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def repaired(text: str) -> str:
    r"""The text as it was before its UTF-8 was taken for windows-1252; any other text unchanged.

    A run of signs is put back only where its bytes are valid UTF-8, and only where that is so of most runs of the
    text: "CAFÉ”" is such a run by chance.

    >>> repaired("They donâ€™t say â€œnoâ€\x9d in MÃ¼nchen.")
    'They don’t say “no” in München.'
    >>> repaired("“Ein CAFÉ”, sagte Jürgen.")
    '“Ein CAFÉ”, sagte Jürgen.'
    """
    if not ("Ã" in text or "â" in text or "Â" in text or "Ø" in text or "Ð" in text or "Ñ" in text or "Ù" in text):
        return text
    runs = _RUN.findall(text)
    whole = {run: _undone(run) for run in set(runs)}
    fitting = sum(1 for run in runs if whole[run] is not None)
    if fitting <= _SHARE * len(runs):
        return text
    return _RUN.sub(lambda run: whole[run[0]] or run[0], text)


def _undone(run: str) -> str | None:
    """What a run was; None where its bytes are no UTF-8."""
    if len(run) < _FEWEST_LETTERS:
        return None
    try:
        return b"".join(_OPEN.get(ord(sign)) or sign.encode("windows-1252") for sign in run).decode("utf-8")
    except UnicodeError:
        return None
