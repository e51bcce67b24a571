"""The normal form of a name: what two spellings share once case, marks and punctuation are taken away.

Steps, in order: Unicode compatibility form and case folding; dotted acronyms joined; every character mapped to
itself, to another letter, to a space or to nothing. Scripts stay as they are; `latin` brings them to Latin letters.
Look-alike letters of another script and digits for letters are undone before it, where that is wanted: `evasion`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import compress

from gazetted.text.romanise import romanise
from gazetted.text.tables import mapping

_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){1,15}[^\W\d_](?![^\W_])\.?")
"""Single letters parted by dots: U.S., d.o.o., S.p.A; a lone initial is none."""

_KEPT_ON_CYRILLIC = re.compile("(?<=[\u0430-\u04ff])[\u0306\u0308]")
"""The marks that make й, ў and ї letters of their own (ё is folded by table)."""

_DIACRITICS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_SEMITIC_MARKS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]")
_PRIVATE = {"\u0306": "\ue306", "\u0308": "\ue308"}
_PRIVATE_BACK = str.maketrans({code: mark for mark, code in _PRIVATE.items()})
_MEMO_BELOW = 0x3000


class _Letters(dict[int, str]):
    """What each code point becomes; filled as characters are met, for the small scripts only."""

    def __init__(self) -> None:
        super().__init__()
        for table in ("fold", "apostrophes"):
            self.update({ord(letter): value for letter, value in mapping("letters", table).items()})
        self[ord("&")] = " and "

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        if category == "Cf" or 0xFE00 <= code <= 0xFE0F or code in (0x034F, 0x115F, 0x1160, 0x180E):
            value = ""
        else:
            value = chr(code) if category[0] in "LMN" else " "
        if code < _MEMO_BELOW:
            self[code] = value
        return value


@cache
def _letters() -> _Letters:
    return _Letters()


def _settle(text: str) -> str:
    """Compatibility form, case and marks; for text that is not plain ASCII."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = _KEPT_ON_CYRILLIC.sub(lambda mark: _PRIVATE[mark[0]], text.translate(_PRIVATE_AWAY))
    text = _SEMITIC_MARKS.sub("", _DIACRITICS.sub("", text))
    return unicodedata.normalize("NFC", text.translate(_PRIVATE_BACK))


_PRIVATE_AWAY = {ord(code): " " for code in _PRIVATE.values()}


@lru_cache(maxsize=1 << 16)
def normalise(text: str) -> str:
    """Bring a name to its normal form: lower case, no marks, no punctuation, single spaces.

    The form is meant for comparison, not for show. It is idempotent, never raises, and is empty when the text has no
    letter and no digit.

    >>> normalise("al-Qa'ida in the Islamic  Maghreb")
    'al qaida in the islamic maghreb'
    >>> normalise("SIS d.o.o.") == normalise("Sis DOO")
    True
    >>> normalise("Ｓociété  Générale & Cie")
    'societe generale and cie'
    """
    if text.isascii():
        return _finish(text.lower())
    for _ in range(4):
        settled = _finish(_settle(text))
        if settled == text:
            break
        text = settled
    return text


def normalise_all(texts: Sequence[str]) -> list[str]:
    """The normal forms of many names. Those of plain letters are brought to it all at once, and not remembered.

    >>> normalise_all(["Al-Shabaab", "Société"])
    ['al shabaab', 'societe']
    """
    plain = [text.isascii() and "\n" not in text for text in texts]
    whole = "\n".join(compress(texts, plain)).lower()
    if "." in whole:
        whole = _ACRONYM.sub(lambda found: found[0].replace(".", "") + " ", whole)
    lines = iter(whole.translate(_letters_by_line()).split("\n"))
    return [
        " ".join(next(lines).split()) if is_plain else normalise(text)
        for text, is_plain in zip(texts, plain, strict=True)
    ]


@cache
def _letters_by_line() -> dict[int, str]:
    """What each ASCII character becomes, where ends of lines stay."""
    letters = _letters()
    return {code: letters[code] for code in range(128)} | {ord("\n"): "\n"}


def letters_of_ascii() -> tuple[str, ...]:
    """What each of the 128 ASCII characters becomes in a normal form, where it is no part of an acronym."""
    letters = _letters()
    return tuple(letters[code] for code in range(128))


def _finish(text: str) -> str:
    if "." in text:
        text = _ACRONYM.sub(lambda found: found[0].replace(".", "") + " ", text)
    return " ".join(text.translate(_letters()).split())


@lru_cache(maxsize=1 << 16)
def latin(text: str) -> str:
    """Bring a name to its normal form in the letters a–z and digits, whatever its script.

    Arabic, Persian, Cyrillic, Greek and Hebrew go by tables of `resources/text/romanise.toml`, other scripts by
    `anyascii`. Vowels that the script does not write stay away (`skeleton` makes up for that).

    >>> latin("Александр Лукашенко")
    'aleksandr lukashenko'
    >>> latin("أبو محمد الجولاني")
    'abu muhammad al jwlany'
    """
    normal = normalise(text)
    return normal if normal.isascii() else normalise(romanise(normal))
