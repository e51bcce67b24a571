"""Alerts, matches of portfolios and decisions on them, as documents: for routes and pages alike.

The watches lie beside the record, as `gazetted watch` keeps them. They are opened for one question and closed, and
never made by one: where nothing is watched, there is nothing to tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import PurePath
from typing import Any

import msgspec

from gazetted import __version__
from gazetted.errors import GazettedError, UsageError
from gazetted.screening.canonical import canonical
from gazetted.screening.decision import Verdict
from gazetted.service.engine import Engine
from gazetted.service.problems import ProblemError
from gazetted.watch.customers import BETWEEN, is_bound, is_cleared
from gazetted.watch.decide import decide, matches_of
from gazetted.watch.portfolio import Portfolio, kept
from gazetted.watch.result import Watch
from gazetted.watch.state import State, state_if_any
from gazetted.watch.told import Filter, alerts_of

Document = dict[str, Any]


class Wanted(msgspec.Struct, frozen=True):
    """Which matches are asked for.

    Attributes:
        watch: of this portfolio only; None: of all.
        party: slug of the party.
        decided: only decided ones, or only such as nobody has decided (or that are open again); None: both.
        everything: also matches that no list binds.
    """

    watch: int | None = None
    party: str | None = None
    decided: bool | None = None
    everything: bool = False


def watches(engine: Engine) -> list[Watch]:
    """Everything that is watched, by number."""
    with _opened(engine) as state:
        return state.watches() if state is not None else []


def shown(watch: Watch) -> Document:
    """What is told of a watch: a file by its name alone, for where it lies is nobody's business."""
    return {
        "number": watch.number, "kind": watch.kind, "target": target_words(watch.kind, watch.target),
        "lists": list(watch.lists), "threshold": watch.threshold, "runs": watch.runs, "known": watch.known,
        "day": watch.day,
    }  # fmt: skip


def target_words(kind: str, target: str) -> str:
    """What is watched, in words: the name of a file or folder, the host and path of a feed's address.

    >>> target_words("portfolio", "/srv/desk/customers.csv"), target_words("feed", "https://n.example/rss?key=1")
    ('customers.csv', 'https://n.example/rss')
    """
    if kind == "feed" and "://" in target:
        scheme, _, rest = target.partition("?")[0].partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    return PurePath(target).name if kind in ("portfolio", "folder", "feed") else target


def alerts(engine: Engine, wanted: Filter, limit: int) -> Document:
    """Alerts, the newest first, and the number before which there may be more."""
    with _opened(engine) as state:
        found, before = alerts_of(state, wanted, limit) if state is not None else ([], None)
    rows = []
    for one in found:
        row = one.to_dict()
        row["target"] = target_words(one.alert.kind, one.alert.target)
        rows.append(row)
    return {"alerts": rows, "before": before}


def matches(engine: Engine, wanted: Wanted, limit: int, after: int = 0) -> Document:
    """Matches of portfolios, those that nobody has decided first, the likelier first among them.

    Args:
        engine: the engine.
        wanted: which.
        limit: most matches at once.
        after: leave out so many.

    Raises:
        UsageError: the number is that of no portfolio.
    """
    with _opened(engine) as state:
        if state is None:
            if wanted.watch is not None:
                raise UsageError(f"No portfolio has the number {wanted.watch}.")
            return {"matches": [], "total": 0}
        portfolios = [one for one in state.watches() if one.kind == "portfolio"]
        if wanted.watch is not None and wanted.watch not in {one.number for one in portfolios}:
            raise UsageError(f"No portfolio has the number {wanted.watch}.")
        chosen = [one for one in portfolios if wanted.watch in (None, one.number)]
        found = [(watch, match) for watch in chosen for match in matches_of(state, watch.number, everything=True)]
        fit = [(watch, match) for watch, match in found if _wanted(match, wanted)]
        fit.sort(key=lambda row: (_rank(row[1]), -row[1]["score"], row[0].number, row[1]["customer"], row[1]["party"]))
        part = fit[after : after + limit]
        held = {watch.number: _portfolio(state, watch) for watch, _ in part}
    return {"matches": [_row(watch, match, held[watch.number]) for watch, match in part], "total": len(fit)}


def match(engine: Engine, key: str) -> Document:
    """A match by its id.

    Raises:
        ProblemError: there is none (404).
    """
    with _opened(engine) as state:
        watch, customer, party = _found(state, key)
        assert state is not None
        for one in matches_of(state, watch.number, everything=True):
            if (one["customer"], one["party"]) == (customer, party):
                return _row(watch, one, _portfolio(state, watch))
    raise _gone()


def decided(engine: Engine, key: str, verdict: Verdict, reason: str, user: str) -> Document:
    """Decide on a match; it counts from the next run on.

    Args:
        engine: the engine.
        key: the match's id.
        verdict: what is decided.
        reason: why.
        user: who decides.

    Raises:
        ProblemError: there is no such match (404).
        UsageError: the decision lacks something, or the customer is not in the file any more.
    """
    with _opened(engine) as state:
        watch, customer, party = _found(state, key)
        assert state is not None
        try:
            made = decide(
                engine.ledger, state, watch.number, customer, party, verdict, reason=reason, user=user,
                now=engine.clock(), version=__version__,
            )  # fmt: skip
        except Exception as error:
            told = str(error).replace(watch.target, target_words(watch.kind, watch.target))
            if told != str(error):
                error.args = (told,)
            raise
    # What the entry said then is long, and no news to who decides.
    return {"id": key, "watch": watch.number, **{k: v for k, v in made.to_dict().items() if k != "entry"}}


def match_id(watch: int, customer: str, party: str) -> str:
    """The id of a match: the same as long as it is watched.

    >>> len(match_id(1, "c17", "own:watch:1"))
    32
    """
    return hashlib.sha256(canonical([watch, customer, party])).hexdigest()[:32]


def status_of(match: Document) -> str:
    """How far a match is decided: `open`, `open again`, `cleared` or `confirmed`."""
    held = match.get("decision")
    if not held:
        return "open"
    return "open again" if "open" in held else str(held["verdict"])


def _wanted(match: Document, wanted: Wanted) -> bool:
    settled = status_of(match) in ("cleared", "confirmed")
    return (
        wanted.party in (None, match["party"])
        and wanted.decided in (None, settled)
        and (wanted.everything or is_bound(match) or is_cleared(match))
    )


def _rank(match: Document) -> int:
    return ("open again", "open", "confirmed", "cleared").index(status_of(match))


def _row(watch: Watch, match: Document, portfolio: Portfolio | None) -> Document:
    query = portfolio.query(match["customer"]) if portfolio is not None else None
    return {
        "id": match_id(watch.number, match["customer"], match["party"]), "watch": watch.number,
        "portfolio": target_words(watch.kind, watch.target), "state": status_of(match),
        "query": query.to_dict() if query is not None else None, **match,
    }  # fmt: skip


def _portfolio(state: State, watch: Watch) -> Portfolio | None:
    """The customers as the last run prepared them; None where their file is another by now, or gone."""
    try:
        return kept(watch.target, watch.mapping, state.place_of(watch), __version__)
    except (GazettedError, OSError):
        return None


def _found(state: State | None, key: str) -> tuple[Watch, str, str]:
    for watch in state.watches() if state is not None else ():
        if state is not None and watch.kind == "portfolio":
            for customer, party in _pairs(list(state.seen(watch))):
                if match_id(watch.number, customer, party) == key:
                    return watch, customer, party
    raise _gone()


def _pairs(subjects: Sequence[str]) -> Iterator[tuple[str, str]]:
    for subject in subjects:
        customer, _, party = subject.partition(BETWEEN)
        yield customer, party


def _gone() -> ProblemError:
    return ProblemError(404, "There is no such match at the last run of its portfolio: look at the list of matches.")


@contextmanager
def _opened(engine: Engine) -> Iterator[State | None]:
    """The watches of the record; None where nothing was ever watched."""
    state = state_if_any(engine.ledger.url)
    if state is None:
        yield None
        return
    with closing(state):
        yield state
