from __future__ import annotations

from gazetted.reading.phrase_table import PhraseTable


def test_the_longest_phrase_counts_and_capitals_only_where_asked() -> None:
    table = PhraseTable[str].of([("state department", "body"), ("state", "other"), ("state", "again")])
    words = ["the", "state", "department", "of"]
    assert table.at(words, 1, 4) == (3, "body")
    assert table.at(words, 1, 2) == (2, "other")
    assert table.at(words, 0, 4) is None
    exact = PhraseTable[str].of([("US", "authority")], fold=False)
    assert exact.at(["us"], 0, 1) is None
    assert exact.at(["US"], 0, 1) == (1, "authority")
