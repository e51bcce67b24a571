"""Reference numbers of the UN Security Council's lists, in their old and new forms.

Since January 2015 an entry is numbered by regime, kind and serial number: `QDe.137`. Before, the letter of the name
and the year stood around the same serial number (`QE.N.137.14`, `TI.A.1.01`), so that the old number of the Al-Qaida
and the Taliban lists gives the new one. The old numbers of other regimes (`I.47.D.7`) name the paragraph of a document
and give nothing.
"""

from __future__ import annotations

import re

_NEW = re.compile(r"\b([A-Z]{2})([ei])[. ]{0,2}(\d{1,3})\b(?!\.\d)", re.IGNORECASE)
_OLD = re.compile(r"\b([QT])\.?([IE])[.,]([A-Z])[.,](\d{1,3})[.,](\d{2})\b")
_REGIMES = frozenset(
    ("CD", "CF", "CI", "GB", "HT", "IQ", "IR", "KP", "LR", "LY", "ML", "QD", "SD", "SO", "SS", "TA", "YE")
)
_OF_OLD = {"Q": "QD", "T": "TA"}


def new_reference(text: str) -> str | None:
    """The reference number in its present form, at the beginning of a text; None where there is none.

    >>> new_reference("QDi.109 "), new_reference("TAI.002"), new_reference("KPe.23")
    ('QDi.109', 'TAi.002', 'KPe.023')
    >>> new_reference("QI.A.317.13."), new_reference("TE.H.10.12.")
    ('QDi.317', 'TAe.010')
    >>> new_reference("I.47.D.7") is None
    True
    """
    text = text.strip()
    if found := _NEW.match(text):
        return _new(found)
    if found := _OLD.match(text):
        return f"{_OF_OLD[found[1]]}{found[2].lower()}.{int(found[4]):03d}"
    return None


def references_in(text: str) -> tuple[str, ...]:
    """The reference numbers of either form in a text, in the present form, each once, in order of place.

    >>> references_in("UN Ref QE.A.5.01. Run by QDi.006, with QDe.005.")
    ('QDe.005', 'QDi.006')
    """
    found = [(m.start(), _new(m)) for m in _NEW.finditer(text)]
    found += [(m.start(), new_reference(m.group())) for m in _OLD.finditer(text)]
    return tuple(dict.fromkeys(reference for _, reference in sorted(found, key=lambda f: f[0]) if reference))


def is_old(text: str) -> bool:
    """Whether a text is a reference number of the form before 2015.

    >>> is_old("QE.N.137.14"), is_old("QDe.137")
    (True, False)
    """
    return _OLD.match(text.strip()) is not None


def _new(found: re.Match[str]) -> str | None:
    regime = found[1].upper()
    return f"{regime}{found[2].lower()}.{int(found[3]):03d}" if regime in _REGIMES else None
