"""An explanation in words, made from the data alone: what an analyst reads first."""

from __future__ import annotations

from gazetted.matching.comparison import Explanation, TokenMatch
from gazetted.matching.score import THRESHOLD

_MOST_SHOWN = 4


def sentence(score: float, explanation: Explanation) -> str:
    """The verdict, the parts that met and how, what one side lacks, what else counted, and what would flip it.

    >>> from gazetted.matching.compare import compare
    >>> found = compare("Abu Muhammad Julani", "Abu Mohamed al-Jawlani", "person")
    >>> sentence(found.score, found.explanation).partition(";")[0]
    'A candidate (0.94): 3 of 3 name parts meet'
    """
    asked = [token for token in explanation.tokens if token.query is not None]
    met = [token for token in asked if token.listed is not None]
    verdict = "A candidate" if score >= THRESHOLD else "Below the threshold"
    said = [f"{verdict} ({score:.2f}): {len(met)} of {len(asked)} name parts meet"]
    unequal = [token for token in met if token.kind != "exact"]
    if unequal:
        said.append(_listed(unequal))
    for kind, words in (("extra", "only asked"), ("missing", "only listed")):
        alone = [token.query or token.listed or "" for token in explanation.tokens if token.kind == kind]
        if alone:
            said.append(f"{words}: {', '.join(alone[:_MOST_SHOWN])}{_more(alone)}")
    for found in explanation.qualifiers:
        effect = "confirms" if found.effect > 0 else "contradicts" if found.effect < 0 else "changes nothing"
        said.append(f"{found.what} {effect} ({found.query}, {found.listed}: {found.effect:+.2f})")
    if explanation.counterfactual:
        said.append(explanation.counterfactual.rstrip("."))
    return "; ".join(said) + "."


def _listed(tokens: list[TokenMatch]) -> str:
    shown = ", ".join(f"“{t.query}” ≈ “{t.listed}” ({t.kind})" for t in tokens[:_MOST_SHOWN])
    return shown + _more(tokens)


def _more(rows: list[TokenMatch] | list[str]) -> str:
    return f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
