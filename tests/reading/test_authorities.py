from __future__ import annotations

import pytest

from gazetted.reading.authorities import authorities, find_authorities
from gazetted.reading.phrase_table import folded
from gazetted.reading.tokens import tokenize
from gazetted.record.ledger import Ledger


def _named(text: str) -> list[tuple[str, tuple[str, ...]]]:
    tokens = tokenize(text)
    texts, low = [token.text for token in tokens], [folded(token) for token in tokens]
    return [(one.meaning.code, one.meaning.lists) for one in find_authorities(texts, low, 0, len(tokens))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The U.S. State Department", ["US", "US"]),
        ("Ministers in London and the Home Office", ["UK", "UK"]),
        ("the UN Security Council and the European Parliament", ["UN", "UN", "EU"]),
        ("Ottawa, Canberra and New Delhi", ["Canada", "Australia", "India"]),
        ("France and Pakistan", ["FR", "PK"]),
        ("They told us to join.", []),
        ("The US-backed and UN-brokered deal", []),
        ("A US-designated group", ["US"]),
    ],
)
def test_authorities_by_their_paraphrases(text: str, codes: list[str]) -> None:
    assert [code for code, _ in _named(text)] == codes


def test_words_that_point_at_a_list() -> None:
    assert _named("an FTO")[0] == ("US", ("us.fto",))
    assert _named("the Criminal Code")[0] == ("Canada", ("ca.entities",))


def test_every_list_of_the_table_is_known_and_of_its_authority(ledger: Ledger) -> None:
    table, infos = authorities(), ledger.list_infos()
    lists = {key: code for code in table.terror for key in table.lists_of(code, "any")}
    lists |= {key: code for code, keys in table.states.items() for key in keys}
    for key, code in lists.items():
        assert key not in infos or infos[key].authority == code
    assert table.whole.keys() <= infos.keys()
    assert {infos[key].authority for key in infos} <= table.terror.keys()


def test_a_list_of_sanctions_comes_first_where_sanctions_are_meant() -> None:
    assert authorities().lists_of("US", "sanctions")[0] == "us.sdn"
    assert authorities().lists_of("US", "terror")[0] == "us.fto"
    assert authorities().lists_of("FR", "any") == ()
