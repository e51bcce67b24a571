from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import DocumentError
from gazetted.reading.aliases import Alias, AliasIndex
from gazetted.reading.document import load_document
from gazetted.reading.hits import Hit
from gazetted.reading.read import listed_name, read
from gazetted.reading.result import Reading
from gazetted.record.ledger import Ledger

_TODAY = dt.date(2026, 11, 22)

_ARTICLE = """Group may come off list
Officials may remove Hayat Tahrir al-Sham (HTS) from the list, The Washington Post reported on 9 December.
HTS ousted Syrian President Bashar al-Assad, whose Assad government had ruled for decades. "We watch," Pat Hollins told
the BBC. Hollins added that the Syrian Democratic Forces (SDF) hold prisoners; the SDF did not answer. The Post added
that Assad is in Moscow."""


@pytest.fixture(scope="module")
def reading(ledger: Ledger, index: AliasIndex) -> Reading:
    return read(ledger, load_document(_ARTICLE, date="2024-12-09"), today=_TODAY, index=index)


def test_parties_come_by_first_mention_with_their_mentions(reading: Reading) -> None:
    assert [one.party for one in reading.parties] == ["hayat-tahrir-al-sham", "bashar-al-assad"]
    group, person = reading.parties
    assert [(one.text, one.via) for one in group.mentions] == [
        ("Hayat Tahrir al-Sham", "name"),
        ("HTS", "acronym"),
        ("HTS", "acronym"),
    ]
    assert [one.via for one in person.mentions] == ["name", "eponym", "short form"]


def test_the_office_identifies_and_the_reason_says_so(reading: Reading) -> None:
    person = reading.parties[1]
    assert person.certainty == "identified"
    assert "president" in person.reason
    assert "SY" in person.reason


def test_standings_are_those_of_the_day_and_of_today(reading: Reading) -> None:
    def status(standings: tuple[object, ...]) -> dict[str, str]:
        return {one.list_key: one.status for one in standings}  # type: ignore[attr-defined]

    group = reading.parties[0]
    assert status(group.standing_on_date)["us.fto"] == "in force"
    assert status(group.standing_today)["us.fto"] == "removed"


def test_others_are_people_bodies_and_outlets(reading: Reading) -> None:
    found = {(one.name, one.kind): [span.text for span in one.mentions] for one in reading.others}
    assert found[("The Washington Post", "outlet")] == ["The Washington Post", "The Post"]
    assert found[("BBC", "outlet")] == ["BBC"]
    assert found[("Pat Hollins", "person")] == ["Pat Hollins", "Hollins"]
    assert found[("Syrian Democratic Forces", "organization")] == ["Syrian Democratic Forces", "SDF", "SDF"]


def test_the_json_form_has_every_part(reading: Reading) -> None:
    form = reading.to_dict()
    assert {"document", "parties", "others", "statements", "claims", "signals", "dates", "record"} <= form.keys()
    assert reading.record["digest"]
    assert [one.iso for one in reading.dates] == ["2024-12-09"]


def test_an_index_is_made_where_none_is_given(ledger: Ledger) -> None:
    found = read(ledger, load_document("Hamas met envoys.", date="2024-01-01"), today=_TODAY)
    assert [one.party for one in found.parties] == ["hamas"]


_PIECES = st.sampled_from(
    (
        *("Hayat Tahrir al-Sham", "HTS", "(HTS)", "Bashar al-Assad", "Assad", "President", "the", "regime", "Al-Qaeda"),
        *("and", "Sanctions", "Committee", "(IS)", "IS", "Hama", "Hamas", "Ahmed al-Sharaa", "also known as", ", or"),
        *("Abu Mohammad al-Jolani", "PKK", "/", "-run", "health ministry", "’s", "Islamic State", "of", "Iraq", "Joe"),
        *("Biden", "The Post", "The Washington Post", "J.D. Vance", ".", ",", "(", ")", "“", "”", "\n", "\n\n", "SDF"),
        *("Syrian Democratic Forces", "(SDF)", "von", "bin", "al-", "ß", "İ", "é", "中", "حماس", "\u200f", "1,000"),
    )
)


@given(text=st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=30).map(" ".join)))
def test_any_text_is_read_without_overlap_and_with_true_offsets(ledger: Ledger, index: AliasIndex, text: str) -> None:
    if not text.strip() or "\0" in text:
        return
    try:
        document = load_document(text, date="2024-12-09")
    except DocumentError:
        return
    found = read(ledger, document, today=_TODAY, index=index)
    spans = [(one.start, one.end, one.text) for party in found.parties for one in party.mentions]
    spans += [(one.start, one.end, one.text) for other in found.others for one in other.mentions]
    end = 0
    for start, stop, written in sorted(spans):
        assert document.text[start:stop] == written
        assert start >= end
        assert stop > start
        end = stop


def test_a_hostile_text_takes_linear_time(ledger: Ledger, index: AliasIndex) -> None:
    # Every part of it defines or names something; a step that is quadratic in the text would take minutes.
    piece = "Alpha Beta Club (ABC), Hamas, Bashar al-Assad, also known as Xan Yol {n}, met Joe Biden. "
    text = "".join(piece.format(n=n) for n in range(3000))
    found = read(ledger, load_document(text, date="2024-12-09"), today=_TODAY, index=index)
    assert {one.party for one in found.parties} == {"hamas", "bashar-al-assad"}


def _hit(first: int, listed: str) -> Hit:
    alias = Alias("isil", listed, listed, (listed.lower(),), "alias", ("us.fto",), "safe", False, False, 2)
    return Hit(first, first + 1, "isil", "alias", alias if listed else None)


def test_standings_are_asked_for_the_name_mentioned_most_often() -> None:
    rare_first = [_hit(0, "Islamic State of Iraq"), _hit(5, "ISIS"), _hit(9, ""), _hit(12, "ISIS")]
    assert listed_name(rare_first) == "ISIS"
    assert listed_name([_hit(0, "ISIL"), _hit(4, "ISIS")]) == "ISIL"
    assert listed_name([_hit(0, "")]) is None
