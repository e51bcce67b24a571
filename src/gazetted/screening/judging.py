"""Candidates judged: the likeness of the name, and what else is known for or against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gazetted.matching import qualify
from gazetted.matching.compare import explain
from gazetted.matching.comparison import Explanation, Qualifier
from gazetted.matching.identifiers import parse
from gazetted.matching.index import Candidates, NameIndex
from gazetted.matching.prepared import Prepared, prepare
from gazetted.matching.score import THRESHOLD, score
from gazetted.matching.scorers import DEFAULT, scorer
from gazetted.model.party import Kind, Particulars, Party, PartyName
from gazetted.screening.result import Query

WEAK_ALIAS = 0.69
"""The most that a weak alias reaches without anything that confirms it."""

IDENTIFIED = 0.85
"""The least that a party reaches which has a number of the query that is one bearer's, whatever the names."""

RARE_BEARERS = 8
"""A word that so few parties bear, and no more, may stand for a whole name."""

_RARE_LETTERS = 5
_NUMBER = "identifier"
_BY_NUMBER = "a candidate by the identifier: by the names alone, it would be none"
_WEAK_RULE = (
    "a weak alias is no match by itself (OFAC FAQ 122-125): a birth date, country or identifier must confirm it"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A party that a query may mean.

    Attributes:
        score: likeness with all that speaks for or against, in [0, 1].
        number: of the name in the index.
        name: the name of it that met the query best.
        party: the party.
        query: the name asked about, prepared.
        listed: the listed name, prepared.
        qualifiers: what moved the score.
        counterfactual: what would flip the verdict, where that is not a matter of words.
    """

    score: float
    number: int
    name: PartyName
    party: Party
    query: Prepared
    listed: Prepared
    qualifiers: tuple[Qualifier, ...]
    counterfactual: str | None

    def explanation(self) -> Explanation:
        """Why the score is what it is."""
        found = explain(self.query, self.listed)
        return Explanation(found.tokens, self.qualifiers, self.counterfactual or found.counterfactual)


def floor_of(query: Query, threshold: float) -> float:
    """The least likeness of a name from which all else that is known could lift it to the threshold."""
    lift = 0.0
    lift += qualify.SAME_DAY if query.born else 0.0
    lift += qualify.SAME_COUNTRY if query.country else 0.0
    lift += qualify.SAME_GENDER if query.gender else 0.0
    lift += qualify.SAME_IDENTIFIER if query.ids else 0.0
    return max(0.0, threshold - lift)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the candidates of queries.

    Attributes:
        index: where the candidates come from.
        threshold: parties below it are left out.
        scorer: how names are compared.
        details: what is known of a party besides its names; None: nothing.
    """

    index: NameIndex
    threshold: float
    scorer: str = DEFAULT
    details: Callable[[str], Particulars] | None = None

    def judge(self, query: Query, candidates: Candidates) -> list[Judged]:
        """The best name of each party at or above the threshold, best first, ties by slug."""
        floor = floor_of(query, self.threshold)
        names = candidates.names.tolist()
        with_ids = self.index.with_identifiers(query.ids).tolist()
        by_party: dict[int, list[tuple[float, int, Prepared, Prepared]]] = {}
        holders = self.index.held.party
        for number in dict.fromkeys((*names, *with_ids)):
            at = int(holders[number])
            row = self._compared(query, number, self.index.party(at))
            if row[0] >= floor or self._rare(row[2], row[3]) or number in with_ids:
                by_party.setdefault(at, []).append(row)
        found = [self._party(query, self.index.party(at), rows) for at, rows in by_party.items()]
        kept = [one for one in found if one.score >= self.threshold]
        return sorted(kept, key=lambda one: (-one.score, one.name.party))

    def _compared(self, query: Query, number: int, party: Party) -> tuple[float, int, Prepared, Prepared]:
        kind: Kind = party.kind if query.kind == "any" else query.kind
        left = prepare(query.name, kind)
        listed = self.index.prepared(number) if kind == party.kind else prepare(self.index.text(number), kind)
        if self.scorer == DEFAULT:
            return score(left, listed), number, left, listed
        return scorer(self.scorer)(query.name, listed.raw, kind), number, left, listed

    def _party(self, query: Query, party: Party, rows: Iterable[tuple[float, int, Prepared, Prepared]]) -> Judged:
        """The best name of one party, with what else is known of it."""
        known = self._qualifiers(query, party)
        confirmed = any(one.what != "kind" and one.effect >= 0 for one in known)
        best: tuple[float, float, int] | None = None
        chosen: tuple[float, int, Prepared, Prepared] | None = None
        for row in rows:
            weak = self.index.name_type(row[1]) == "weak alias" and not confirmed
            rank = (min(row[0], WEAK_ALIAS) if weak else row[0], -float(weak), -row[1])
            if best is None or rank > best:
                best, chosen = rank, row
        assert chosen is not None
        return self._judged(query, party, chosen, known, confirmed)

    def _judged(
        self,
        query: Query,
        party: Party,
        row: tuple[float, int, Prepared, Prepared],
        known: Iterable[Qualifier],
        confirmed: bool,
    ) -> Judged:
        value, number, left, listed = row
        name, moved, counterfactual = self.index.name(number), list[Qualifier](), None
        if value < THRESHOLD and (word := self._rare(left, listed)):
            moved.append(Qualifier("rare name", word, name.text, round(THRESHOLD - value, 4)))
            value = THRESHOLD
        for one in sorted(known, key=lambda one: one.what == _NUMBER):
            to = round(min(1.0, max(0.0, value + one.effect)), 4)
            if one.what == _NUMBER and one.effect > 0 and to < IDENTIFIED and parse(one.query).telling:
                to, counterfactual = IDENTIFIED, _BY_NUMBER if value < THRESHOLD else None
            moved.append(Qualifier(one.what, one.query, one.listed, round(to - value, 4)))
            value = to
        if name.name_type == "weak alias" and not confirmed and value > WEAK_ALIAS:
            moved.append(Qualifier("weak alias", query.name, name.text, round(WEAK_ALIAS - value, 4)))
            value, counterfactual = WEAK_ALIAS, _WEAK_RULE
        return Judged(value, number, name, party, left, listed, tuple(moved), counterfactual)

    def _rare(self, query: Prepared, listed: Prepared) -> str:
        """The one word of a query that is the listed name's too, where hardly anyone but its bearer has it; else empty.

        Who is asked for by a family name alone is found by it only where it tells who is meant.
        """
        if query.kind != "person" or len(query.core) != 1 or query.organisation or len(listed.core) < 2:
            return ""
        word = query.core[0]
        if word.weight < 1 or len(word.text) < _RARE_LETTERS or all(word.text != other.text for other in listed.core):
            return ""
        return word.text if 0 < self.index.bearers(word.text) <= RARE_BEARERS else ""

    def _qualifiers(self, query: Query, party: Party) -> list[Qualifier]:
        asked = query.born or query.country or query.ids or query.gender
        held = self.details(party.party) if self.details and asked else Particulars()
        countries = held.countries + party.countries
        found = [
            qualify.born(query.born, held.born) if query.born else None,
            qualify.country(query.country, countries) if query.country else None,
            qualify.kind(query.kind, party.kind),
            qualify.identifiers(query.ids, held.identifiers),
            qualify.gender(query.gender, held.genders[0]) if query.gender and len(held.genders) == 1 else None,
        ]
        return [qualifier for qualifier in found if qualifier is not None]
