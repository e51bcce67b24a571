"""Who can be listed, and the names they go by."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.model.form import plain

Kind = Literal["person", "organization", "vessel", "aircraft", "state", "programme", "any"]
"""What a party is. A country programme (EO 13338) is a `programme`, a state sponsor is a `state`; `any` is unknown."""

NameType = Literal["primary", "alias", "weak alias", "former", "acronym", "common"]
"""What a name is to its party: the name of its entry, a good alias, an alias that the publisher calls weak, a former
name, an acronym; or `common`: a name in use (in the press, say) that no list carries."""


class Relation(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A tie of one party to another (`leader of`, `member of`, `successor of`, `branch of`)."""

    what: str
    party: str


class Party(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A real-world person, organisation, vessel … which may have entries on many lists.

    Attributes:
        party: the slug, unique in the record.
        name: the name to show.
        kind: what it is.
        countries: ISO 3166-1 alpha-2 codes of the countries it is tied to.
        roles: offices and descriptions that tell a person from a namesake ("president of Syria").
        relations: ties to other parties of the record.
    """

    party: str
    name: str
    kind: Kind = "any"
    countries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return dict(plain(self))


class PartyName(msgspec.Struct, frozen=True, gc=False):
    """A name under which a party is or was known.

    Attributes:
        party: slug of the party that the name denotes.
        text: the name as written by its publisher.
        name_type: what the name is to the party.
        lists: keys of the lists that carry or carried it; empty for a `common` name.
    """

    party: str
    text: str
    name_type: NameType
    lists: tuple[str, ...] = ()


class Particulars(msgspec.Struct, frozen=True):
    """What is known of a party besides its names.

    Attributes:
        born: birth dates, ISO, may be partial.
        countries: ISO 3166-1 alpha-2 codes, or names of countries.
        identifiers: `type:value` pairs.
        genders: as printed, of each entry.
    """

    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
