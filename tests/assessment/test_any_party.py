"""Whatever party on whatever day: there is an answer, and nothing of it is lost or told twice."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.api import Record
from gazetted.assessment.result import Gap
from gazetted.law.library import law_of
from gazetted.render.assessment import assessment_view
from gazetted.render.assessment_markdown import assessment_markdown
from gazetted.render.assessment_page import assessment_page
from gazetted.render.words import labels

DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2035, 12, 31))
ONCE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONCE
@given(data=st.data())
def test_remaining_and_lifted_are_all_effects(record: Record, data: st.DataObject) -> None:
    parties = sorted(record.ledger.parties())
    slug = data.draw(st.sampled_from(parties))
    on = data.draw(DAYS)
    without = data.draw(st.lists(st.sampled_from(sorted(record.ledger.list_infos())), unique=True, max_size=5))
    since = data.draw(st.none() | st.dates(dt.date(1960, 1, 1), on))
    assessed = record.assess(slug, on=on, without=without, since=since)
    ids = [one.id for one in assessed.effects]
    assert len(ids) == len(set(ids))
    if without:
        assert assessed.remaining is not None
        assert assessed.lifted is not None
        parts = [one.id for one in (*assessed.remaining.effects, *assessed.lifted.effects)]
        assert sorted(parts) == sorted(ids)
        kept = [one for one in assessed.standings if one.status in ("in force", "contested")]
        assert sorted([*assessed.remaining.standings, *assessed.lifted.standings], key=repr) == sorted(kept, key=repr)
        assert not {one.list_key for one in assessed.remaining.effects} & set(without)
    else:
        assert assessed.remaining is None
    binding = {one.list_key for one in assessed.standings if one.status in ("in force", "contested")}
    assert {one.list_key for one in assessed.effects} <= binding
    assert binding - {one.list_key for one in assessed.effects} <= _explained(assessed.unknown, record, slug, on)


def _explained(unknown: tuple[Gap, ...], record: Record, slug: str, on: dt.date) -> set[str]:
    """Lists that bind without an effect: of unknown law, or from before the first day of every effect."""
    told = {one.list_key for one in unknown}
    early = {
        key
        for key in record.ledger.list_infos()
        if (law := law_of(key)) is not None and not any(effect.holds(on) for effect in law.effect)
    }
    return told | early


@ONCE
@given(data=st.data())
def test_every_form_can_be_printed(record: Record, data: st.DataObject) -> None:
    slug = data.draw(st.sampled_from(sorted(record.ledger.parties())))
    on = data.draw(DAYS)
    assessed = record.assess(slug, on=on, without=["un.sc"], since=min(on, dt.date(2001, 1, 1)))
    known, totals = labels(record.ledger.list_infos().values()), record.summary()
    assert list(assessment_view(assessed, known, totals))
    for text in (assessment_markdown(assessed, known, totals), assessment_page(assessed, known, totals)):
        assert "not legal advice" in text
    assert assessed.to_dict()["party"]["party"] == slug


@ONCE
@given(data=st.data())
def test_the_timeline_is_what_the_standings_say(record: Record, data: st.DataObject) -> None:
    slug = data.draw(st.sampled_from(sorted(record.ledger.parties())))
    day = data.draw(DAYS)
    assessed = record.assess(slug, on=day)
    shown = {
        bar.list_key
        for bar in assessed.timeline
        for period in bar.periods
        if period.since <= day.isoformat() and (period.until is None or day.isoformat() < period.until)
    }
    stood = {one.list_key for one in assessed.standings if one.status in ("in force", "contested", "suspended")}
    assert shown == stood
    for bar in assessed.timeline:
        for earlier, later in zip(bar.periods, bar.periods[1:], strict=False):
            assert earlier.until is not None
            assert earlier.until <= later.since
