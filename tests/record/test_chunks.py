"""Chunks carry what is kept of listings, and what they are found by."""

from __future__ import annotations

import hashlib

import pytest

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing
from gazetted.record.chunks import FIRST, SOME, chunks_of, found_in
from gazetted.record.evidence import other_clues
from gazetted.record.facts import bones
from gazetted.text.keys import clues_of, name_clue


def listing(entry: str, *names: str, **more: object) -> Listing:
    return Listing(entry, "person", tuple(map(ListedName, names)), **more)  # type: ignore[arg-type]


def test_listings_keep_their_order_and_their_digests() -> None:
    told = [listing(str(number), f"N {number}") for number in range(7 * FIRST + 2 * SOME + 1)]
    chunks = list(chunks_of(iter(told), "it", named=True))
    assert [len(chunk.entries) for chunk in chunks] == [FIRST, 2 * FIRST, 4 * FIRST, SOME, SOME, 1]
    assert [entry for chunk in chunks for entry in chunk.entries] == [one.entry for one in told]
    assert [digest for chunk in chunks for digest in chunk.hexes()] == [one.digest() for one in told]
    assert hashlib.sha256(chunks[0].bodies[0].encode()).hexdigest() == told[0].digest()


@pytest.mark.parametrize(
    ("one", "why"), [(listing("7"), "entry '7' has no name"), (listing("7", "A", listed_on="2020-02-30"), "2020-02-30")]
)
def test_what_could_not_be_read_back_is_refused(one: Listing, why: str) -> None:
    with pytest.raises(ListFileError, match=why):
        list(chunks_of([one], "it", named=True))


def test_an_edition_without_names_may_lack_them() -> None:
    assert [chunk.entries for chunk in chunks_of([listing("7")], "it", named=False)] == [["7"]]


def test_listings_are_found_by_names_numbers_and_references() -> None:
    told = [
        listing("1", "DOE, John", "Алексей Навальный", identifiers=("passport:A12345", "website:example.org")),
        listing("2"),
        listing("3", "X", references=("un.sc:QDi.1",)),
    ]
    [chunk] = chunks_of(told, "it", named=False)
    found = found_in(chunk.bodies)
    assert [(at, text) for at, text, _, _ in found.names] == [(0, "DOE, John"), (0, "Алексей Навальный"), (2, "X")]
    assert [clue for *_, clue in found.names] == [name_clue(bones(text)) for _, text, _, _ in found.names]
    keys = other_clues("x:1", ("passport:A12345",), ("un.sc:QDi.1",)) - other_clues("x:1", (), ())
    assert {key for _, key in found.numbers} == keys
    assert [entry for _, entry in found.named] == ["un.sc:QDi.1"]
    assert {key for key, _ in found.named} <= other_clues("un.sc:QDi.1", (), ())


def test_clues_of_many_are_those_of_each() -> None:
    texts = ["Al-Shabaab", "S.A.M. d.o.o.", "A\nB", "", "***", "Société Générale", "Xu  Ywh", "o'Neil & Co"]
    assert clues_of(texts) == [name_clue(bones(text)) for text in texts]
