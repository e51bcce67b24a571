"""Lists brought up to date from a stand-in for their publishers: what is new is loaded, what fails stops nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from gazetted.errors import RecordError, UsageError
from gazetted.fetch.archive import Archive
from gazetted.fetch.fetcher import Fetcher
from gazetted.fetch.policy import FetchPolicy
from gazetted.record import loading
from gazetted.record.ledger import Ledger
from gazetted.record.updating import UpdateReport, update, wanted
from gazetted.sources.registry import SourceList, source_metadata

if TYPE_CHECKING:
    from tests.conftest import Bench

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


class World:
    """A record, an archive, and lists whose addresses are those of the test publisher."""

    def __init__(self, ledger: Ledger, folder: Path, publisher: Any, sources: Mapping[str, SourceList]) -> None:
        self.ledger, self.folder, self.publisher, self.sources = ledger, folder, publisher, dict(sources)
        self.now = NOW
        self.told: list[str] = []

    def offer(self, key: str, *addresses: str) -> None:
        self.sources[key] = msgspec.structs.replace(self.sources[key], addresses=addresses)

    def update(self, *keys: str, dry_run: bool = False) -> dict[str, UpdateReport]:
        policy = FetchPolicy(pause=0.0, attempts=1, read=1.0, allow=frozenset({"127.0.0.1"}))
        self.archive = Archive(self.folder / "raw")
        fetcher = Fetcher(
            self.archive, policy, version="1", now=lambda: self.now, clock=lambda: 0.0, sleep=lambda _: None
        )
        reports = update(
            self.ledger, fetcher, keys, now=lambda: self.now, dry_run=dry_run, tell=self.told.append,
            sources=self.sources,
        )  # fmt: skip
        return {report.list_key: report for report in reports}

    def state(self, key: str) -> Any:
        return next(one for one in self.ledger.lists(self.now.date()) if one.info.key == key)


@pytest.fixture
def world(bench: Bench, tmp_path: Path, publisher: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """No list is offered yet, and small editions are sound."""
    bare = {
        key: msgspec.structs.replace(one, addresses=(), minimum={}, fill={}, canaries=())
        for key, one in source_metadata().items()
    }
    made = World(bench.new(lambda: NOW), tmp_path, publisher, bare)
    monkeypatch.setattr(loading, "source_metadata", lambda: made.sources)
    with bench.cleared():
        yield made


@pytest.fixture
def un(world: World) -> str:
    """The address of the UN's list."""
    address = str(world.publisher.offers("/un/consolidated.xml", sample("un/consolidated.xml")))
    world.offer("un.sc", address)
    return address


def offer_ofac(world: World, **headers: str) -> None:
    names = ("SDN.CSV", "ALT.CSV", "ADD.CSV")
    world.offer("us.sdn", *(
        world.publisher.offers(f"/ofac/{name}", sample(f"ofac/{name.lower()}"), f'"{name}"', **headers)
        for name in names
    ))  # fmt: skip


def test_a_list_is_loaded_and_then_unchanged(world: World, un: str) -> None:
    report = world.update()["un.sc"]
    assert (report.outcome, report.asked, report.date_from) == ("loaded", "2026-06-01T12:00:00Z", "file")
    assert report.entries == report.added == len(world.ledger.parties())
    assert [edition.date for edition in world.state("un.sc").editions] == [report.edition]
    digest = world.ledger.digest()
    again = world.update()["un.sc"]
    assert (again.outcome, again.edition) == ("unchanged", report.edition)
    assert world.ledger.digest() == digest
    assert world.publisher.asked[-1][1]["if-none-match"] == '"1"'


def test_several_files_are_one_edition_dated_by_the_last_change(world: World) -> None:
    offer_ofac(world, **{"Last-Modified": "Thu, 28 May 2026 22:00:00 GMT"})
    report = world.update("us.sdn")["us.sdn"]
    assert (report.outcome, report.edition, report.date_from) == ("loaded", "2026-05-28", "header")
    world.now += dt.timedelta(days=3)
    assert world.update("us.sdn")["us.sdn"].outcome == "unchanged"
    assert len(world.state("us.sdn").editions) == 1


def test_without_any_date_it_is_the_day_of_asking_and_only_a_change_is_an_edition(world: World) -> None:
    offer_ofac(world)
    assert world.update()["us.sdn"].edition == "2026-06-01"
    world.now += dt.timedelta(days=1)
    assert world.update()["us.sdn"].outcome == "unchanged"
    world.publisher.offers("/ofac/ADD.CSV", sample("ofac/add.csv").replace(b"Quay", b"Pier"), '"2"')
    report = world.update()["us.sdn"]
    assert (report.outcome, report.edition, report.date_from) == ("loaded", "2026-06-02", "today")
    assert (report.added, report.removed) == (0, 0)
    assert report.changed > 0


def test_a_modification_to_come_is_not_believed(world: World) -> None:
    offer_ofac(world, **{"Last-Modified": "Thu, 28 May 2099 22:00:00 GMT"})
    assert world.update()["us.sdn"].edition == "2026-06-01"


def test_lists_that_come_in_one_file_are_fetched_once(world: World) -> None:
    address = world.publisher.offers("/eu/content?token=x", sample("eu/full_1_1.xml"))
    world.offer("eu.fsf", address)
    world.offer("eu.cp931", address)
    assert {key: one.outcome for key, one in world.update().items()} == {"eu.fsf": "loaded", "eu.cp931": "loaded"}
    assert len(world.publisher.asked) == 1


def test_one_publisher_that_fails_does_not_stop_the_others(world: World, un: str) -> None:
    offer_ofac(world)
    del world.publisher.replies["/ofac/ALT.CSV"]
    world.offer("ca.sema", "http://127.0.0.1:1/none.xml")
    world.offer("ch.seco", world.publisher.offers("/ch.xml", b"<html>We are moving house.</html>"))
    found = world.update()
    assert {key: one.outcome for key, one in found.items()} == {
        "us.sdn": "failed", "un.sc": "loaded", "ca.sema": "failed", "ch.seco": "failed"
    }  # fmt: skip
    whys = {key: str(one.why) for key, one in found.items()}
    assert "answers 404" in whys["us.sdn"]
    assert "cannot be reached" in whys["ca.sema"]
    assert "What came is kept as" in whys["ch.seco"]
    assert set(world.ledger.list_infos()) == {"un.sc"}, "of a set of which a part failed, nothing is loaded"


def test_a_broken_or_unsound_edition_is_refused_and_the_old_one_stays(world: World, un: str) -> None:
    before = world.update()["un.sc"]
    digest = world.ledger.digest()
    whole = sample("un/consolidated.xml")
    world.publisher.offers("/un/consolidated.xml", whole[: len(whole) // 2], '"2"')
    assert world.update()["un.sc"].outcome == "failed"
    world.publisher.offers("/un/consolidated.xml", whole + b"<!-- new -->", '"3"')
    world.sources["un.sc"] = msgspec.structs.replace(world.sources["un.sc"], minimum={"total": 5000})
    refused = world.update()["un.sc"]
    assert refused.outcome == "failed"
    assert "refused as an edition of un.sc" in str(refused.why)
    assert "`gazetted load --force`" in str(refused.why)
    # Told that nothing is new, the same refusal is reported again, not silence.
    assert world.update()["un.sc"].outcome == "failed"
    assert world.ledger.digest() == digest
    assert [edition.date for edition in world.state("un.sc").editions] == [before.edition]


def test_a_fault_of_a_reader_is_that_lists_alone(world: World, un: str, monkeypatch: pytest.MonkeyPatch) -> None:
    offer_ofac(world)
    real = loading.load

    def load(ledger: Ledger, path: Path, **named: Any) -> Any:
        if named["source"] == "us.sdn":
            raise KeyError("column")
        return real(ledger, path, **named)

    monkeypatch.setattr("gazetted.record.updating.load", load)
    found = world.update()
    assert "A fault of the program (KeyError: 'column')" in str(found["us.sdn"].why)
    assert found["un.sc"].outcome == "loaded"


def test_a_record_that_cannot_be_used_ends_it(world: World, un: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any, **__: Any) -> Any:
        raise RecordError("The record is locked.")

    monkeypatch.setattr("gazetted.record.updating.load", load)
    with pytest.raises(RecordError):
        world.update()


def test_another_record_gets_what_the_archive_holds(world: World, un: str, bench: Bench) -> None:
    first = world.update()["un.sc"]
    world.ledger.close()
    world.ledger = bench.new(lambda: NOW)
    second = world.update()["un.sc"]
    assert (second.outcome, second.added) == ("loaded", first.added)
    assert world.publisher.asked[-1][1]["if-none-match"] == '"1"'


def test_a_dry_run_asks_and_writes_nothing(world: World, un: str) -> None:
    offer_ofac(world)
    assert {one.outcome for one in world.update(dry_run=True).values()} == {"new"}
    assert not world.archive.folder.exists()
    assert world.ledger.moments() == []
    world.update()
    assert {one.outcome for one in world.update(dry_run=True).values()} == {"unchanged"}
    world.publisher.offers("/ofac/ADD.CSV", b"other", '"2"')
    world.offer("ch.seco", "http://127.0.0.1:1/none.xml")
    found = world.update(dry_run=True)
    assert {key: one.outcome for key, one in found.items()} == {
        "us.sdn": "new", "un.sc": "unchanged", "ch.seco": "failed"
    }  # fmt: skip
    assert "ch.seco" not in world.ledger.list_infos()


def test_keys_choose_and_wrong_ones_are_a_wrong_call(world: World, un: str) -> None:
    offer_ofac(world)
    assert list(world.update("un.sc", "un.sc")) == ["un.sc"]
    with pytest.raises(UsageError, match=r"No list of a publisher has the key 'un\.xx': give one of un\.sc, us\.sdn"):
        world.update("un.xx")
    with pytest.raises(UsageError, match=r"uk\.ofsi is offered at no known address"):
        world.update("uk.ofsi")


def test_progress_is_told(world: World, un: str) -> None:
    world.update()
    assert world.told == ["un.sc: asking for file 1 of 1", "un.sc: reading"]


def test_the_json_form(world: World, un: str) -> None:
    form = world.update()["un.sc"].to_dict()
    assert list(form) == [
        "list", "outcome", "asked", "edition", "date_from", "entries", "added", "changed", "removed", "rejected", "why"
    ]  # fmt: skip


# -- freshness -------------------------------------------------------------------------------------------------------


def test_lists_say_when_their_publisher_was_asked(world: World, un: str) -> None:
    world.update()
    state = world.state("un.sc")
    assert (state.asked, state.asked_outcome, state.asked_why) == ("2026-06-01T12:00:00.000000Z", "loaded", None)
    assert state.stale is False
    world.publisher.replies.clear()
    world.now += dt.timedelta(days=1)
    world.update()
    state = world.state("un.sc")
    assert (state.asked, state.asked_outcome) == ("2026-06-02T12:00:00.000000Z", "failed")
    assert "answers 404" in str(state.asked_why)
    assert world.ledger.lists(world.now.date(), known=NOW)[0].asked_outcome == "loaded"


def test_a_list_is_stale_a_week_after_the_last_good_answer(world: World, un: str) -> None:
    def stale() -> list[str]:
        return list(world.ledger.block(on=world.now.date())["stale"])

    world.update()
    world.now += dt.timedelta(days=7)
    assert stale() == []
    world.now += dt.timedelta(days=1)
    assert stale() == ["un.sc"]
    assert world.state("un.sc").stale is True
    world.publisher.replies["/un/consolidated.xml"][0].status = 500
    world.publisher.replies["/un/consolidated.xml"][0].headers = {}
    assert world.update()["un.sc"].outcome == "failed"
    assert stale() == ["un.sc"], "an attempt that failed is no news"
    world.publisher.offers("/un/consolidated.xml", sample("un/consolidated.xml"))
    assert world.update()["un.sc"].outcome == "unchanged"
    assert stale() == []
    early = NOW + dt.timedelta(days=1)
    assert world.ledger.block(early, on=world.now.date())["stale"] == [], "as of then, it was not"


def test_the_block_names_the_newest_date_and_asking_is_no_part_of_the_digest(world: World, un: str) -> None:
    edition = world.update()["un.sc"].edition
    block = world.ledger.block(on=NOW.date())
    assert block == {
        "digest": world.ledger.digest(), "known": "2026-06-01T12:00:00.000000Z", "newest": edition, "stale": []
    }  # fmt: skip
    world.ledger.tell_asking("un.sc", now=NOW, outcome="unchanged")
    assert world.ledger.block(on=NOW.date()) == block


def test_askings_on_both_stores(empty: Ledger) -> None:
    assert empty.block(on=NOW.date()) == {
        "digest": empty.digest(), "known": "0001-01-01T00:00:00.000000Z", "newest": None, "stale": []
    }  # fmt: skip
    empty.tell_edition(_edition("x.list"), origin="1", now=NOW)
    empty.tell_edition(_edition("un.sc"), origin="2", now=NOW)
    day: Callable[[int], dt.datetime] = lambda days: NOW + dt.timedelta(days=days)  # noqa: E731
    for days, outcome in ((40, "unchanged"), (41, "failed"), (42, "failed")):
        empty.tell_asking("un.sc", now=day(days), outcome=outcome, why="x" if outcome == "failed" else "")  # type: ignore[arg-type]
    empty.tell_asking("x.list", now=day(40), outcome="loaded")
    found = {one.info.key: one for one in empty.lists(day(47).date())}
    assert (found["un.sc"].asked_outcome, found["un.sc"].asked_why, found["un.sc"].stale) == ("failed", "x", False)
    assert (found["x.list"].asked_outcome, found["x.list"].stale) == ("loaded", None)
    assert empty.block(on=day(48).date())["stale"] == ["un.sc"]
    assert empty.block(day(39), on=day(48).date())["stale"] == ["un.sc"]
    assert empty.block(day(40), on=day(48).date())["stale"] == []


def _edition(key: str) -> Any:
    from gazetted.model.edition import Edition, ListedName, Listing

    return Edition(key, "2026-05-01", key, "1", (Listing("1", "any", (ListedName("Harbour Front"),)),))


def test_the_addresses_that_come_with_the_program_can_be_asked() -> None:
    from gazetted.fetch.address import target_of

    offered = wanted(source_metadata(), ())
    assert {"us.sdn", "us.cons", "un.sc", "eu.fsf", "uk.sanctions", "ca.sema"} <= {one.info.key for one in offered}
    for one in offered:
        assert len(set(one.addresses)) == len(one.addresses)
        for address in one.addresses:
            assert target_of(address).port == 443
