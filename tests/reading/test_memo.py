from __future__ import annotations

from gazetted.reading.memo import Memo


def test_each_word_is_asked_for_once() -> None:
    asked: list[str] = []

    def find(word: str) -> int:
        asked.append(word)
        return len(word)

    memo = Memo(find)
    assert [memo[word] for word in ("a", "bb", "a", "bb")] == [1, 2, 1, 2]
    assert asked == ["a", "bb"]


def test_it_stays_small() -> None:
    memo = Memo(len, 3)
    assert [memo[f"{number}"] for number in range(10)] == [1] * 10
    assert len(memo) <= 3
    assert memo["x" * 10_000] == 10_000
    assert all(len(word) < 100 for word in memo)
