"""The tables of a record, the same in SQLite and PostgreSQL.

Rows are only ever added. What is no longer held true gets a row in `retraction`, a name that nothing carries any more
one in `name_gone`; what is derived (`presence`) can be made again from the rest. This module imports SQLAlchemy:
reading a SQLite record does not need it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LOADS = Table(
    "loads",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("moment", String(32), nullable=False, unique=True, comment="when the record was told, UTC"),
    Column("kind", String(16), nullable=False, comment="builtin, facts or edition"),
    Column("origin", Text, nullable=False, comment="what was read: a file, a release"),
    Column("content_digest", String(64), nullable=False, comment="SHA-256 of what was told"),
    Column("record_digest", String(64), nullable=False, comment="SHA-256 of all that is held after it"),
)

FACT = Table(
    "fact",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("kind", String(8), nullable=False, comment="list, party, name or event"),
    Column("list_key", String(64)),
    Column("entry", Text),
    Column("party", Text, index=True),
    Column("about", Text, index=True, comment="the party concerned: the one that a name denotes, else the entry's"),
    Column("day", String(10), index=True, comment="the day of an event, or the bound known of it"),
    Column("body", Text, nullable=False, comment="the fact as JSON"),
    Index("ix_fact_list_key_entry", "list_key", "entry"),
)

RETRACTION = Table(
    "retraction",
    METADATA,
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
)

EDITION = Table(
    "edition",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("list_key", String(64), nullable=False),
    Column("date", String(10), nullable=False),
    Column("sha256", String(64), nullable=False, comment="of the raw file"),
    Column("reader", Text, nullable=False),
    Column("digest", String(64), nullable=False, comment="of the entries as read"),
    Column("entries", Integer, nullable=False),
    Column("aspects", Text, nullable=False, server_default="", comment="what it tells completely; empty: everything"),
    Column("members", LargeBinary, nullable=False, comment="ids of its listings, see editions.py"),
    Column("rejects", Text, nullable=False),
    Column("acts", Text, nullable=False, server_default="", comment="acts that it names, as JSON; empty: none"),
    Index("ix_edition_list_key_date", "list_key", "date"),
)

LISTING = Table(
    "listing",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("list_key", String(64), nullable=False),
    Column("entry", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("list_key", "digest"),
    Index("ix_listing_list_key_entry", "list_key", "entry"),
)

PRESENCE = Table(
    "presence",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("list_key", String(64), nullable=False),
    Column("entry", Text, nullable=False),
    Column("listing_id", ForeignKey("listing.id"), nullable=False),
    Column("first_date", String(10), nullable=False, comment="the first edition of a run that holds the listing"),
    Column("last_date", String(10), nullable=False, comment="the last edition of that run"),
    Index("ix_presence_list_key_entry", "list_key", "entry"),
)

ENTRY_PARTY = Table(
    "entry_party",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("list_key", String(64), nullable=False),
    Column("entry", Text, nullable=False),
    Column("party", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("confidence", String(8), nullable=False),
    UniqueConstraint("list_key", "entry"),
)

NAME = Table(
    "name",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("party", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("name_type", String(12), nullable=False),
    Column("list_key", String(64)),
    Column("clue", BigInteger, nullable=False, index=True, comment="key under which other romanisations meet"),
)

NAME_GONE = Table(
    "name_gone",
    METADATA,
    Column("name_id", ForeignKey("name.id"), primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
)

CLUE = Table(
    "clue",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False, comment="of a number or reference"),
    Column("slug", Text, primary_key=True, index=True),
)

TIE = Table(
    "tie",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("one", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("verdict", String(9), nullable=False, comment="same, proposed, different or none"),
    Column("reason", Text, nullable=False),
    Column("confidence", String(8), nullable=False),
    Column("teller", String(6), nullable=False, comment="engine or user"),
)

IDENTITY = Table(
    "identity",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("slug", Text, nullable=False, index=True),
    Column("party", Text, nullable=False, index=True, comment="the slug that it goes by from this load on"),
)

SUCCESSION = Table(
    "succession",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("load_id", ForeignKey("loads.id"), nullable=False),
    Column("list_key", String(64), nullable=False, index=True),
    Column("date", String(10), nullable=False, comment="the edition that first prints the new key"),
    Column("old", Text, nullable=False, comment="empty: none at this edition from this load on"),
    Column("new", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("confidence", String(8), nullable=False),
)

ASKING = Table(
    "asking",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("list_key", String(64), nullable=False),
    Column("moment", String(32), nullable=False, comment="when its publisher was asked, UTC"),
    Column("good", Integer, nullable=False, comment="1: the record has what was offered; 0: it failed"),
    Column("outcome", String(16), nullable=False, comment="loaded, unchanged or failed"),
    Column("why", Text, nullable=False),
    Index("ix_asking_list_key_good_moment", "list_key", "good", "moment"),
)

KEPT = Table(
    "kept",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("moment", String(32), nullable=False, comment="when it was kept, UTC"),
    Column("sha256", String(64), nullable=False, index=True, comment="of the bytes of the document"),
    Column("date", String(10), nullable=False, comment="of the document"),
    Column("body", Text, nullable=False, comment="what it says, as JSON"),
)

KEPT_PARTY = Table(
    "kept_party",
    METADATA,
    Column("kept_id", ForeignKey("kept.id"), primary_key=True),
    Column("party", Text, primary_key=True, index=True),
)

KEPT_GONE = Table(
    "kept_gone",
    METADATA,
    Column("kept_id", ForeignKey("kept.id"), primary_key=True),
    Column("moment", String(32), nullable=False, comment="when it was removed, UTC"),
)
