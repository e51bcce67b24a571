"""Canonical JSON (RFC 8785): one value, one row of bytes, so that a hash speaks of the value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

_LARGEST = 2**53
_ESCAPED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\]')


def canonical(value: Any) -> bytes:
    r"""A JSON value in the one form that RFC 8785 gives it, in UTF-8.

    Args:
        value: of dictionaries with text keys, lists, tuples, texts, numbers, booleans and None.

    Raises:
        ValueError: it holds what that form has no place for: a number that is not finite or, as a whole number, is
            beyond 2^53; a text that is no Unicode; another type.

    >>> canonical({"b": [1.0, 1e-7, True], "a": "\n€"}).decode()
    '{"a":"\\n€","b":[1,1e-7,true]}'
    """
    return "".join(_pieces(value)).encode("utf-8")


def _pieces(value: Any) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, str):
        yield _text(value)
    elif isinstance(value, int | float):
        yield number(value)
    elif isinstance(value, list | tuple):
        yield "["
        for place, inner in enumerate(value):
            if place:
                yield ","
            yield from _pieces(inner)
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for place, key in enumerate(sorted(value, key=_utf16)):
            yield f",{_text(key)}:" if place else f"{_text(key)}:"
            yield from _pieces(value[key])
        yield "}"
    else:
        raise ValueError(f"a {type(value).__name__} has no form in JSON")


def _utf16(key: Any) -> bytes:
    """Keys are sorted by their UTF-16 code units (RFC 8785, 3.2.3)."""
    if not isinstance(key, str):
        raise ValueError("a key is not text")
    return key.encode("utf-16-be")


def _text(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0]) or f"\\u{ord(found[0]):04x}", text) + '"'


def number(value: float) -> str:
    """A number as ECMAScript prints it (RFC 8785, 3.2.2.3): the shortest digits that give the same double.

    Raises:
        ValueError: it is not finite, or a whole number that a double may not hold.

    >>> [number(one) for one in (0.93, 1e21, 123456789012345680000.0, -0.0, 5e-324, 0.000001)]
    ['0.93', '1e+21', '123456789012345680000', '0', '5e-324', '0.000001']
    """
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"the number {value} is beyond 2^53")
        return str(value)
    if not math.isfinite(value):
        raise ValueError(f"the number {value} is not finite")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, rest = mantissa.partition(".")
    digits = (whole + rest).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + rest) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Significant digits and the place of the point, counted from before the first of them, as ECMAScript writes."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"
