"""One look at a feed or a folder of documents: what its new articles say of the parties that are watched.

An article is read once: one whose id or content was met before is passed over, and one that came back under its id with
other words raises only alerts that were not raised of it before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from gazetted.errors import DocumentError, GazettedError, InputError, NoDateError
from gazetted.reading.collection import Form, Given, documents_in, form_of, is_feed
from gazetted.reading.document import Document, load_document
from gazetted.reading.result import PartyRead, Reading
from gazetted.record.append import format_moment
from gazetted.screening.canonical import canonical
from gazetted.watch.customers import BETWEEN, acts_of
from gazetted.watch.result import Alert, Look, Observed, Watch, What

Fetch = Callable[[str, Path], Path]
"""Gets the feed of an address, politely, into a folder of its own; the file."""

Read = Callable[[Document], Reading]
"""Reads a document against the record."""

MOST_AT_ONCE = 2_000
"""Articles of one look; what is more is read by the next."""

_FAILED = "failed"
_SCHEMES = ("https://", "http://")
_MOST_TOLD = 5
_HEAD = 2048


def is_address(target: str) -> bool:
    """Whether what is watched is an address of the net."""
    return target.lower().startswith(_SCHEMES)


def observe_articles(
    watch: Watch,
    at: Look,
    seen: Mapping[str, str],
    parties: Mapping[str, str],
    *,
    read: Read,
    fetch: Fetch,
    place: Path,
) -> Observed:
    """Look at a feed or a folder.

    Args:
        watch: what is watched.
        at: the present state.
        seen: ids and digests of the articles that were met.
        parties: slug → name of each party that is watched.
        read: reads a document against the record.
        fetch: gets a feed of the net.
        place: beside the watches: what is kept of this one.

    Raises:
        InputError: the feed could not be got, or is none.
    """
    now, alerts, failures = dict(seen), list[Alert](), list[str]()
    count = 0
    for given in _documents(watch, fetch, place):
        name = f"id{BETWEEN}{given.id or given.source}"
        if given.content is None:
            if now.get(name) != _FAILED:
                failures.append(given.error)
            now[name] = _FAILED
            continue
        digest = hashlib.sha256(given.content).hexdigest()
        if f"sha256{BETWEEN}{digest}" in now or now.get(name) == digest:
            now[name] = digest
            continue
        if count == MOST_AT_ONCE:
            break
        count += 1
        now[name], now[f"sha256{BETWEEN}{digest}"] = digest, given.id or given.source
        try:
            reading = read(_document(given, at))
        except GazettedError as error:
            failures.append(f"{given.source}: {error}")
            continue
        alerts += _alerts(watch, at, given, reading, parties)
    return Observed(
        format_moment(at.known), {}, now, tuple(alerts), day=at.on.isoformat(), failures=tuple(failures[:_MOST_TOLD])
    )


def _documents(watch: Watch, fetch: Fetch, place: Path) -> Iterator[Given]:
    """The documents of a feed or folder; of a feed that breaks off, what came before."""
    path = fetch(watch.target, place) if is_address(watch.target) else Path(watch.target)
    try:
        form = _form(path, named=not is_address(watch.target))
        if form is None or (watch.kind == "folder") != (form == "folder"):
            raise InputError(f"{watch.target} is no {watch.kind} of documents: see `gazetted watch remove`.")
        yield from documents_in(path, form)
    except OSError as error:
        raise InputError(f"{watch.target} cannot be read ({error.strerror}): check the path.") from None
    except DocumentError as error:
        yield Given(watch.target, error=str(error))


def _form(path: Path, *, named: bool) -> Form | None:
    """What sort of collection a path is; of what came from the net, its name says nothing."""
    if named:
        return form_of(path) if path.exists() else None
    with path.open("rb") as file:
        return "feed" if is_feed(file.read(_HEAD)) else None


def _document(given: Given, at: Look) -> Document:
    """A document; one that says no date is taken to be of the day on which it was found."""
    content, publisher = given.content or b"", given.publisher or None
    try:
        return load_document(content, name=given.source, date=given.date or None, publisher=publisher)
    except NoDateError:
        return load_document(content, name=given.source, date=at.on.isoformat(), publisher=publisher)


def _alerts(watch: Watch, at: Look, given: Given, reading: Reading, parties: Mapping[str, str]) -> Iterator[Alert]:
    told = reading.document
    name = given.id or given.source
    about = {
        "id": name, "title": told.title, "publisher": told.publisher, "date": told.date,
        "sha256": told.sha256,
    }  # fmt: skip
    for party in reading.parties:
        if party.party not in parties:
            continue
        for what, key, why, held in _findings(reading, party):
            standings = [one.to_dict() for one in party.standing_today]
            yield Alert(
                id=_id(watch, name, party.party, what, key), created=at.created, watch=watch.number,
                kind=watch.kind, target=watch.target, what=what, party=party.party, name=parties[party.party],
                after=standings, document={**about, **held}, acts=acts_of(standings),
                why=f"{told.title or given.source} ({told.date}): {why}", on=at.on.isoformat(), record=at.record,
            )  # fmt: skip


def _findings(reading: Reading, party: PartyRead) -> Iterator[tuple[What, str, str, dict[str, Any]]]:
    """What an article says of a party: its signals and the claims that the record contradicts, else that it names it.

    Each with its key within the article, a sentence, and what the alert shall hold.
    """
    some = False
    for signal in reading.signals:
        if signal.party == party.party:
            some = True
            where = signal.list_key or signal.authority
            why = f"signal: {where} may {signal.direction} {party.name}; {signal.stage}: “{signal.trigger.text}”."
            key = f"{where} {signal.direction} {signal.stage}"
            yield "signal", key, why, {"signal": msgspec.to_builtins(signal)}
    for claim in reading.claims:
        if claim.party == party.party and claim.verdict == "contradicted":
            some = True
            why = f"says of {party.name} “{claim.text}”, which the record contradicts. {claim.note}".strip()
            key = f"{claim.list_key} {claim.says} {claim.when}"
            yield "claim contradicted", key, why, {"claim": msgspec.to_builtins(claim)}
    if not some:
        words = list(dict.fromkeys(mention.text for mention in party.mentions))
        sure = "" if party.certainty == "identified" else " It may be a namesake."
        times = "once" if len(party.mentions) == 1 else f"{len(party.mentions)} times"
        why = f"names {party.name} {times}, as “{words[0]}”.{sure}"
        yield "mention", "", why, {"mentions": msgspec.to_builtins(party.mentions), "certainty": party.certainty}


def _id(watch: Watch, document: str, party: str, what: str, key: str) -> str:
    """The id of an alert: the same whenever the article says the same again."""
    return hashlib.sha256(canonical([watch.number, watch.target, document, party, what, key])).hexdigest()[:32]
