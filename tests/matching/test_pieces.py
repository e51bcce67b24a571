from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching import prepared
from gazetted.matching.pieces import read
from gazetted.matching.prepared import Prepared, prepare, prepare_once
from gazetted.model.party import Kind

PIECES = st.sampled_from(
    [
        "Abu", "al-Jawlani", "Muhammad", "U.S.", "d.o.o.", "Рutin", "Ha$san", "A", "b", "J.", "2nd", "VIII", "Ltd",
        "aka", "a.k.a.", "Foo/Bar", "Foo;", "أبو", "الجولاني", "王建国", "김정은", "Société", "\u0301x", "e\u0301",
        "...", "", "Ａ", "x\u200by", "İstanbul", "ß", "Moooohamed", "S.", "Dr", "van", "de", "Bank", "of", "№", "-",
        "Mr,", "O'Neil", "SMITH,", "\t", "الالفي", "ﬁ", "Limited", "Liability", "Company", "forty", "four",
    ]
)  # fmt: skip
NAMES = st.lists(PIECES, min_size=1, max_size=6).map(" ".join) | st.text(max_size=30)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["any", "person", "organization"])


def told(name: Prepared) -> object:
    words = [(word.text, word.part, word.weight, word.place, word.source) for word in name.words]
    parts = [[word.place for word in some] for some in (name.core, name.side)]
    apart = ("words", "core", "side", "alternatives")
    rest = [getattr(name, field) for field in Prepared.__struct_fields__ if field not in apart]
    return words, parts, rest, [told(one) for one in name.alternatives]


@given(NAMES, KINDS)
def test_piece_by_piece_reads_as_the_whole(name: str, kind: Kind) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "read", lambda _: None)
        whole = told(prepare_once(name, kind))
    assert told(prepare_once(name, kind)) == whole
    assert told(prepare.__wrapped__(name, kind)) == whole


def test_names_that_must_be_read_as_a_whole() -> None:
    assert [read(name) for name in ("A B C D", "Foo / Bar", "Рutin", "Foo  Bar", "x" * 500)] == [None] * 5
    assert read("Foo Bar") is not None


def test_prepared_names_are_told_apart_and_cannot_be_changed() -> None:
    one, other = prepare_once("Foo Bar"), prepare_once("Foo Bar")
    assert one != other
    assert len({*one.words, *other.words}) == 4
    with pytest.raises(AttributeError):
        one.raw = "x"  # type: ignore[misc]
    assert msgspec.structs.replace(one, kind="person").words is one.words
