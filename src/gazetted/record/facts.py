"""Facts as rows: how a list, a party, a name in common use or an event is kept, and how its content is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from gazetted.model.edition import Succession
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party, PartyName
from gazetted.text.keys import name_clue
from gazetted.text.normal import normalise
from gazetted.text.skeleton import skeleton as skeleton_of
from gazetted.text.tokens import core_tokens

FactKind = Literal["list", "party", "name", "event", "chain"]


class Facts(msgspec.Struct, frozen=True):
    """Things told to a record in one go.

    Attributes:
        lists: descriptions of lists.
        parties: parties.
        common_names: names in use that no list carries.
        events: events.
        successions: entries that got another key.
    """

    lists: tuple[ListInfo, ...] = ()
    parties: tuple[Party, ...] = ()
    common_names: tuple[PartyName, ...] = ()
    events: tuple[Event, ...] = ()
    successions: tuple[Succession, ...] = ()


class FactRow(msgspec.Struct, frozen=True):
    """One fact as it is kept; `day` is the day that `changes` finds it by."""

    digest: str
    kind: FactKind
    list_key: str | None
    entry: str | None
    party: str | None
    about: str | None
    day: str | None
    body: str


class NameRow(msgspec.Struct, frozen=True, gc=False):
    """One name as it is kept for finding."""

    party: str
    text: str
    name_type: str
    list_key: str | None
    clue: int


def rows_of(facts: Facts) -> Iterator[FactRow]:
    """The rows that keep these facts, each content once."""
    seen: set[str] = set()
    for row in _rows(facts):
        if row.digest not in seen:
            seen.add(row.digest)
            yield row


def _rows(facts: Facts) -> Iterator[FactRow]:
    for info in facts.lists:
        yield _row("list", info, list_key=info.key)
    for party in facts.parties:
        yield _row("party", party, party=party.party)
    for name in facts.common_names:
        yield _row("name", name, party=name.party)
    for one in facts.successions:
        yield _row("chain", one, list_key=one.list_key, entry=one.new)
    for event in facts.events:
        date = event.date or event.not_after or event.not_before
        yield _row(
            "event",
            event,
            list_key=event.list_key,
            entry=event.entry,
            party=event.party,
            about=event.about,
            day=date.earliest().isoformat() if date else None,
        )


def _row(
    kind: FactKind,
    value: object,
    *,
    list_key: str | None = None,
    entry: str | None = None,
    party: str | None = None,
    about: str | None = None,
    day: str | None = None,
) -> FactRow:
    body = msgspec.json.encode(value, order="sorted")
    digest = hashlib.sha256(kind.encode() + b"\n" + body).hexdigest()
    return FactRow(digest, kind, list_key, entry, party, about or party, day, body.decode())


def names_of(facts: Facts) -> Iterator[NameRow]:
    """The names by which the parties of these facts can be found, each once a list and type."""
    for name, list_key in dict.fromkeys(_names(facts)):
        yield name_row(name, list_key)


def _names(facts: Facts) -> Iterator[tuple[PartyName, str | None]]:
    for party in facts.parties:
        yield PartyName(party.party, party.name, "primary"), None
    for name in facts.common_names:
        yield name, None
    for event in facts.events:
        if event.list_key and event.name:
            yield PartyName(event.about, event.name, event.name_type), event.list_key
        if event.list_key and event.former and event.what == "renamed":
            yield PartyName(event.party, event.former, "former"), event.list_key


def name_row(name: PartyName, list_key: str | None) -> NameRow:
    """A name with the forms that it is found by."""
    return NameRow(name.party, name.text, name.name_type, list_key, name_clue(bones(name.text)))


def name_forms(text: str) -> tuple[str, str]:
    """The normal form of a name, and its skeletons as one string (see `bones`).

    >>> name_forms("Al-Shabaab")
    ('al shabaab', 'Sbb')
    """
    key = normalise(text)
    return key, " ".join(map(skeleton_of, core_tokens(tuple(key.split()))))


def bones(text: str) -> str:
    """The skeletons of the words that carry a name, as one string.

    >>> bones("Hay'at Tahrir al-Sham") == bones("Hayat Tahrir ash Sham")
    True
    """
    return name_forms(text)[1]


def digest_of(digests: Iterable[str]) -> str:
    """One digest over the digests of contents, whatever their order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def slug_of(list_key: str, entry: str) -> str:
    """The slug of a party that is known only as an entry of a list.

    >>> slug_of("own.customers", "17")
    'own:customers:17'
    """
    head, _, rest = list_key.partition(".")
    return f"own:{rest}:{entry}" if head == "own" else f"{list_key}:{entry}"
