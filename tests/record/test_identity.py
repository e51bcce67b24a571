"""From ties to parties."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gazetted.model.event import Confidence
from gazetted.model.identity import Tie, tied
from gazetted.record.identity import members, resolve


def never(one: str, other: str) -> bool:
    del one, other
    return False


def same_list(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]


def by_text(slug: str) -> tuple[object, ...]:
    return (slug,)


def joined(ties: list[Tie], clash: Callable[[str, str], bool] = never) -> dict[str, str]:
    return resolve(ties, clash, by_text)[0]


def test_what_is_the_same_goes_by_one_slug() -> None:
    assert joined([tied("b", "a", "same", "x"), tied("b", "c", "same", "x")]) == {"b": "a", "c": "a"}


def test_a_proposal_joins_nothing() -> None:
    assert joined([tied("a", "b", "proposed", "x")]) == {}


def test_two_entries_of_one_list_are_never_one_party() -> None:
    ties = [tied("x:1", "y:1", "same", "x"), tied("x:2", "y:1", "same", "x", "medium")]
    found, refused = resolve(ties, same_list, by_text)
    assert found == {"y:1": "x:1"}
    assert refused == [ties[1]]


def test_of_two_equally_good_ties_neither_counts() -> None:
    ties = [tied("x:1", "y:1", "same", "x"), tied("x:2", "y:1", "same", "x")]
    found, refused = resolve(ties, same_list, by_text)
    assert found == {}
    assert sorted(refused) == sorted(ties)


def test_a_user_parts_what_the_engine_joins() -> None:
    ties = [tied("a", "b", "different", "x", by="user"), tied("a", "c", "same", "x"), tied("b", "c", "same", "x")]
    found = joined(ties)
    assert found in ({"c": "a"}, {"c": "b"})


def test_a_user_joins_what_one_list_prints_twice() -> None:
    assert joined([tied("x:1", "x:2", "same", "x", by="user")], same_list) == {"x:2": "x:1"}


def test_members() -> None:
    assert members({"b": "a", "c": "a"}) == {"a": ["b", "c"]}


SLUGS = st.sampled_from(["x:1", "x:2", "y:1", "y:2", "z:1"])
SURE: list[Confidence] = ["high", "medium"]
TIES = st.lists(
    st.builds(
        tied, SLUGS, SLUGS, st.sampled_from(["same", "different", "proposed"]), st.just("r"), st.sampled_from(SURE)
    ),
    max_size=10,
    unique_by=lambda tie: tie.pair,
).map(lambda found: [tie for tie in found if tie.left != tie.right])


@given(TIES, st.randoms(use_true_random=False))
def test_the_order_of_ties_does_not_matter(ties: list[Tie], chance: object) -> None:
    mixed = list(ties)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = resolve(ties, same_list, by_text), resolve(mixed, same_list, by_text)
    assert first[0] == second[0]
    assert sorted(first[1]) == sorted(second[1])


@given(TIES)
def test_no_party_holds_two_entries_of_a_list_or_two_that_are_different(ties: list[Tie]) -> None:
    found = joined(ties, same_list)
    apart = {tie.pair for tie in ties if tie.verdict == "different"}
    for head, others in members(found).items():
        for one, other in combinations(sorted([head, *others]), 2):
            assert not same_list(one, other)
            assert (one, other) not in apart
