"""Events: identity of content, order, JSON form."""

from __future__ import annotations

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event


def event(**more: object) -> Event:
    values: dict[str, object] = {"list_key": "us.fto", "entry": "x", "party": "x", "what": "listed"} | more
    return Event(**values)  # type: ignore[arg-type]


def test_the_same_content_is_the_same_fact() -> None:
    assert event().digest() == event(note="").digest()
    assert event().digest() != event(note="n").digest()


def test_a_removal_comes_before_a_listing_of_the_same_day() -> None:
    day = PartialDate("2014-05-15")
    listed, delisted = event(date=day), event(date=day, what="delisted")
    assert sorted([listed, delisted], key=Event.order) == [delisted, listed]


def test_a_date_with_bounds_is_inferred() -> None:
    day = PartialDate("2025-07-03")
    assert event(date=day).to_dict()["date_kind"] == "stated"
    form = event(date=day, not_before=PartialDate("2025-06-28"), not_after=day).to_dict()
    assert (form["date_kind"], form["date_bounds"]) == ("inferred", ["2025-06-28", "2025-07-03"])
    assert event(not_after=day).to_dict()["date"] is None


def test_the_form_names_the_party_concerned_and_the_one_it_goes_through() -> None:
    form = event(denotes="y").to_dict()
    assert (form["party"], form["through"]) == ("y", "x")
    assert (event().to_dict()["party"], event().to_dict()["through"]) == ("x", None)
